# Writes the build id of the sources to a header, as an initializer of 16 bytes.
#
#   cmake -D SOURCE_DIR=... -D OUTPUT=... -P build_id.cmake
#
# The id is the first half of the SHA-256 of this text: for each file under nn/, proto/, port/, app/ and cmake/ and for
# CMakeLists.txt and CMakePresets.json, sorted by path (bytewise), one line "<SHA-256 in hex>  <path>" ended by a newline.
# The header is touched only if the id has changed.
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${SOURCE_DIR}
    ${SOURCE_DIR}/nn/* ${SOURCE_DIR}/proto/* ${SOURCE_DIR}/port/* ${SOURCE_DIR}/app/* ${SOURCE_DIR}/cmake/*)
list(APPEND files CMakeLists.txt CMakePresets.json)
list(SORT files COMPARE STRING)

set(lines "")
foreach(file IN LISTS files)
    file(SHA256 ${SOURCE_DIR}/${file} hash)
    string(APPEND lines "${hash}  ${file}\n")
endforeach()
string(SHA256 id "${lines}")
string(SUBSTRING ${id} 0 32 id)
string(REGEX REPLACE "(..)" "0x\\1, " bytes ${id})
string(STRIP "${bytes}" bytes)

set(header "#define BUILD_ID_INITIALIZER { ${bytes} }\n")
set(former "")
if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} former)
endif()
if(NOT former STREQUAL header)
    file(WRITE ${OUTPUT} "${header}")
    message(STATUS "build id ${id}")
endif()

# Builds an image for a board of the STM32F4 family. A board sets BOARD_DIR and IMAGE_NAME and includes this.
add_executable(${IMAGE_NAME} app/main.c port/stm32f4/board.c port/stm32f4/clock.c port/stm32f4/crash.c
    port/stm32f4/memory.c port/stm32f4/startup.c port/stm32f4/usart.c port/stm32f4/watchdog.c)
set_target_properties(${IMAGE_NAME} PROPERTIES SUFFIX .elf
    LINK_DEPENDS "${CMAKE_SOURCE_DIR}/budgets.txt;${BOARD_DIR}/board.ld;${CMAKE_SOURCE_DIR}/port/stm32f4/sections.ld")
set_source_files_properties(port/stm32f4/memory.c PROPERTIES
    COMPILE_OPTIONS "-fno-tree-loop-distribute-patterns;-fno-strict-aliasing")
target_include_directories(${IMAGE_NAME} PRIVATE ${BOARD_DIR})
target_link_libraries(${IMAGE_NAME} PRIVATE core)
# No C library and no start files; no libgcc either, so that nothing slow (double arithmetic) gets in unnoticed.
target_link_options(${IMAGE_NAME} PRIVATE -nostdlib -Wl,--gc-sections -Wl,--fatal-warnings -Wl,--build-id=none
    -L${CMAKE_SOURCE_DIR}/port/stm32f4 -T${BOARD_DIR}/board.ld)
# Each object with the frames of its functions beside it, for the deepest stack.
target_compile_options(core PRIVATE -fstack-usage)
target_compile_options(${IMAGE_NAME} PRIVATE -fstack-usage)
add_custom_command(TARGET ${IMAGE_NAME} POST_BUILD VERBATIM
    COMMAND sh ${CMAKE_SOURCE_DIR}/cmake/budget.sh $<TARGET_FILE:${IMAGE_NAME}> ${CMAKE_BINARY_DIR}/CMakeFiles
        ${CMAKE_SOURCE_DIR}/budgets.txt)

# Refreshes prebuilt/, which is committed.
add_custom_target(prebuilt DEPENDS ${IMAGE_NAME} VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_SOURCE_DIR}/prebuilt
    COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${IMAGE_NAME}> ${CMAKE_SOURCE_DIR}/prebuilt/${IMAGE_NAME}.elf
    COMMAND ${CMAKE_COMMAND} -E chdir ${CMAKE_SOURCE_DIR}/prebuilt
        sh -c "${CMAKE_COMMAND} -E sha256sum ${IMAGE_NAME}.elf > ${IMAGE_NAME}.elf.sha256")

set(BOARD_DIR ${CMAKE_CURRENT_LIST_DIR})
set(IMAGE_NAME gradhil-f411re)
include(${CMAKE_SOURCE_DIR}/port/stm32f4/stm32f4.cmake)

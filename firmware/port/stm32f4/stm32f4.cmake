# Builds gradhil-<image> for a board of the STM32F4 family. A board sets BOARD_DIR and IMAGE_NAME and includes this.
add_executable(${IMAGE_NAME} app/main.c port/stm32f4/board.c port/stm32f4/clock.c port/stm32f4/crash.c
    port/stm32f4/startup.c port/stm32f4/usart.c port/stm32f4/watchdog.c)
set_target_properties(${IMAGE_NAME} PROPERTIES SUFFIX .elf
    LINK_DEPENDS "${BOARD_DIR}/board.ld;${CMAKE_SOURCE_DIR}/port/stm32f4/sections.ld")
target_include_directories(${IMAGE_NAME} PRIVATE ${BOARD_DIR})
target_link_libraries(${IMAGE_NAME} PRIVATE core)
# newlib gives memcpy and memset, libgcc what the instruction set lacks; nothing else is linked.
target_link_options(${IMAGE_NAME} PRIVATE -nostartfiles -Wl,--gc-sections -Wl,--fatal-warnings -Wl,--build-id=none
    -L${CMAKE_SOURCE_DIR}/port/stm32f4 -T${BOARD_DIR}/board.ld)
add_custom_command(TARGET ${IMAGE_NAME} POST_BUILD VERBATIM
    COMMAND arm-none-eabi-size $<TARGET_FILE:${IMAGE_NAME}>)

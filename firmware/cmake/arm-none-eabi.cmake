# Toolchain file: GNU Arm Embedded, Cortex-M4 with its single-precision FPU.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# Freestanding (but memcpy of four bytes is a register move): stdint.h is the compiler's own; string.h is newlib's, the library is not linked.
set(CMAKE_C_FLAGS_INIT "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -ffreestanding -fbuiltin \
-ffile-prefix-map=/usr/include/newlib=newlib")

package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** Blocks whose clock and reset are bits of RCC (RM0383 6.3.5 to 6.3.12): same bit in xxxENR, xxxRSTR and xxxLPENR. */
@API(status = API.Status.INTERNAL, since = "0.1")
public enum RccGate {
    /** GPIO port A. */
    GPIOA(Bank.AHB1, 0),
    /** GPIO port B. */
    GPIOB(Bank.AHB1, 1),
    /** GPIO port C. */
    GPIOC(Bank.AHB1, 2),
    /** GPIO port D. */
    GPIOD(Bank.AHB1, 3),
    /** GPIO port E. */
    GPIOE(Bank.AHB1, 4),
    /** GPIO port H. */
    GPIOH(Bank.AHB1, 7),
    /** CRC unit. */
    CRC(Bank.AHB1, 12),
    /** First DMA controller. */
    DMA1(Bank.AHB1, 21),
    /** Second DMA controller. */
    DMA2(Bank.AHB1, 22),
    /** Timer 2. */
    TIM2(Bank.APB1, 0),
    /** Timer 3. */
    TIM3(Bank.APB1, 1),
    /** Timer 4. */
    TIM4(Bank.APB1, 2),
    /** Timer 5. */
    TIM5(Bank.APB1, 3),
    /** Window watchdog. */
    WWDG(Bank.APB1, 11),
    /** USART 2. */
    USART2(Bank.APB1, 17),
    /** Power controller. */
    PWR(Bank.APB1, 28),
    /** USART 1. */
    USART1(Bank.APB2, 4),
    /** USART 6. */
    USART6(Bank.APB2, 5),
    /** System configuration controller. */
    SYSCFG(Bank.APB2, 14);

    /** The bus whose registers hold the bit. */
    enum Bank {
        AHB1(0x0060_109F, 0x0061_909F, 0x0061_900F),
        AHB2(0x0000_0080, 0x0000_0080, 0x0000_0080),
        APB1(0x10E2_C80F, 0x10E2_C80F, 0x10E2_C80F),
        APB2(0x0017_7931, 0x0017_7931, 0x0007_7930);

        /** Bits that exist in xxxENR and xxxRSTR. */
        final int bits;
        /** Bits that exist in xxxLPENR, the memories' included. */
        final int asleepBits;
        /** Reset value of xxxLPENR, which leaves out some blocks (6.3.13 to 6.3.16). */
        final int asleepAtReset;

        Bank(int bits, int asleepBits, int asleepAtReset) {
            this.bits = bits;
            this.asleepBits = asleepBits;
            this.asleepAtReset = asleepAtReset;
        }
    }

    private final Bank bank;
    private final int mask;

    RccGate(Bank bank, int bit) {
        this.bank = bank;
        this.mask = 1 << bit;
    }

    Bank bank() {
        return bank;
    }

    int mask() {
        return mask;
    }
}

package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import org.apiguardian.api.API;

/**
 * Universal synchronous asynchronous receiver transmitter (RM0383 chapter 19), asynchronous mode.
 *
 * <p>Simplified: a character is received as a whole, when its stop bit ends; a receiver that is slower or faster than the sender samples the
 * line in its own time but does not take the rest for a second character. LIN, IrDA, smartcard, single-wire, synchronous mode, mute mode,
 * hardware flow control and breaks are refused.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Usart extends RegisterBlock {
    private static final int SR = 0x00;
    /** Offset of the data register. */
    public static final int DR = 0x04;

    private static final int BRR = 0x08;
    private static final int CR1 = 0x0C;
    private static final int CR2 = 0x10;
    private static final int CR3 = 0x14;
    private static final int GTPR = 0x18;

    private static final int SR_PE = 1;
    private static final int SR_FE = 1 << 1;
    private static final int SR_NF = 1 << 2;
    private static final int SR_ORE = 1 << 3;
    private static final int SR_IDLE = 1 << 4;
    private static final int SR_RXNE = 1 << 5;
    private static final int SR_TC = 1 << 6;
    private static final int SR_TXE = 1 << 7;
    private static final int SR_READ_CLEARED = SR_PE | SR_FE | SR_NF | SR_ORE | SR_IDLE;
    private static final int SR_AT_RESET = SR_TC | SR_TXE;

    private static final int CR1_SBK_RWU = 0b11;
    private static final int CR1_RE = 1 << 2;
    private static final int CR1_TE = 1 << 3;
    private static final int CR1_IDLEIE = 1 << 4;
    private static final int CR1_RXNEIE = 1 << 5;
    private static final int CR1_TCIE = 1 << 6;
    private static final int CR1_TXEIE = 1 << 7;
    private static final int CR1_PEIE = 1 << 8;
    private static final int CR1_UE = 1 << 13;
    private static final int CR1_WRITABLE = 0xBFFC;

    private static final int CR2_CLKEN_LINEN = 1 << 11 | 1 << 14;
    private static final int CR3_EIE = 1;
    private static final int CR3_DMAR = 1 << 6;
    private static final int CR3_DMAT = 1 << 7;
    private static final int CR3_MODES = 0b11_0011_1010;

    private final VirtualTime time;
    private final UsartFormat format;
    private final InterruptLine interrupt;
    private final InterruptLine rxRequest;
    private final DmaRequest txRequest;
    private final SerialLine line;
    private final VirtualTime.Event idle;
    private final VirtualTime.Event sent;
    private int sr;
    private int rdr;
    private int tdr;
    private int cr1;
    private int cr2;
    private int cr3;
    private int gtpr;
    private int statusSeen;
    private boolean rxAsked;
    private boolean sending;
    private long idleUntil;
    private SerialFrame leaving = SerialFrame.of(0, 1);
    private boolean awaitsIdle;

    /**
     * Creates a USART.
     *
     * @param name "USART1", "USART2" or "USART6"
     * @param clock PCLK of its bus
     * @param rxRequest DMA request: RXNE while CR3.DMAR
     * @param txRequest DMA request: TXE while CR3.DMAT
     * @param line what the pins lead to
     */
    public Usart(
            String name,
            int base,
            VirtualTime time,
            ClockLine clock,
            InterruptLine interrupt,
            InterruptLine rxRequest,
            DmaRequest txRequest,
            SerialLine line) {
        super(name, base, Access.APB);
        this.time = time;
        this.format = new UsartFormat(clock);
        this.interrupt = interrupt;
        this.rxRequest = rxRequest;
        this.txRequest = txRequest;
        this.line = line;
        this.idle = time.event(this::becomeIdle);
        this.sent = time.event(this::endSending);
        reset();
    }

    @Override
    public void reset() {
        idle.cancel();
        awaitsIdle = false;
        sent.cancel();
        sending = false;
        idleUntil = 0;
        sr = SR_AT_RESET;
        cr1 = 0;
        cr2 = 0;
        cr3 = 0;
        format.set(0, 0, 0);
        gtpr = 0;
        statusSeen = 0;
        update();
    }

    /** Returns the duration of a bit in picoseconds (19.3.4), or 0 while BRR is 0. */
    public long bitPicoseconds() {
        return format.bitPicoseconds();
    }

    /** Tells whether a character is leaving or waits to leave. */
    public boolean isSending() {
        return sending || (sr & SR_TXE) == 0 && isOn(CR1_TE);
    }

    /** Tells whether the program will hear of it soon: a character leaves, or the line may be found idle. */
    public boolean isBusy() {
        return isSending() || awaitsIdle && (cr1 & CR1_IDLEIE) != 0;
    }

    private boolean isOn(int direction) {
        return isClocked() && (cr1 & CR1_UE) != 0 && (cr1 & direction) != 0 && format.hasRate();
    }

    // Transmitter (19.3.2)

    private void writeData(int value) {
        if ((statusSeen & SR_TC) != 0) {
            sr &= ~SR_TC;
        }
        statusSeen &= ~SR_TC;
        tdr = value & 0x1FF;
        sr &= ~SR_TXE;
        startSending();
        update();
    }

    /** Moves the data register into the shift register, if that is free. */
    private void startSending() {
        if (sending || (sr & SR_TXE) != 0 || !isOn(CR1_TE)) {
            return;
        }
        sending = true;
        sr |= SR_TXE;
        sr &= ~SR_TC;
        leaving = format.frame(tdr);
        long at = Math.max(time.now(), idleUntil) + format.picoseconds();
        sent.setQuietly(at, quietUntil(at));
    }

    /** With DMA one item is being moved perhaps, one moves when this character begins to leave, and the next one when it has left. */
    private long quietUntil(long at) {
        if (!isQuiet()) {
            return at;
        }
        long items = (cr3 & CR3_DMAT) == 0 ? VirtualTime.NEVER : txRequest.quietItems();
        return items == VirtualTime.NEVER ? items : at + Math.max(0, items - 2) * format.picoseconds();
    }

    /** Tells whether nobody is interrupted when a character leaves. */
    private boolean isQuiet() {
        return (cr1 & (CR1_TXEIE | CR1_TCIE)) == 0;
    }

    private void endSending() {
        sending = false;
        line.sent(leaving);
        startSending();
        if (!sending) {
            sr |= SR_TC;
        }
        update();
    }

    // Receiver (19.3.3)

    /** Receives a character whose stop bit ends now. */
    public void receive(SerialFrame frame) {
        if (!isOn(CR1_RE)) {
            return;
        }
        if ((sr & SR_RXNE) != 0) {
            sr |= SR_ORE; // the former character stays, this one is lost
        } else {
            int sampled = format.sample(frame);
            rdr = format.data(sampled);
            sr |= SR_RXNE | errors(frame, sampled);
        }
        awaitsIdle = true;
        idle.set(time.now() + format.picoseconds());
        update();
    }

    private int errors(SerialFrame frame, int sampled) {
        return (format.isStopMissing(sampled) ? SR_FE : 0)
                | (frame.noisy() ? SR_NF : 0)
                | (format.isParityWrong(sampled) ? SR_PE : 0);
    }

    /** Each character puts it off, from its start bit on. */
    private void becomeIdle() {
        awaitsIdle = false;
        if (!line.isReceiving()) {
            sr |= SR_IDLE;
            update();
        }
    }

    private int readData() {
        sr &= ~(statusSeen & SR_READ_CLEARED | SR_RXNE);
        statusSeen &= ~SR_READ_CLEARED;
        update();
        return rdr;
    }

    private int readStatus() {
        statusSeen = sr;
        return sr;
    }

    // Registers (19.6)

    private void update() {
        int enabled = cr1 & (CR1_TXEIE | CR1_TCIE | CR1_RXNEIE | CR1_IDLEIE); // same positions as in SR
        boolean request = (sr & enabled) != 0
                || (sr & SR_ORE) != 0 && (cr1 & CR1_RXNEIE) != 0
                || (sr & SR_PE) != 0 && (cr1 & CR1_PEIE) != 0
                || (sr & (SR_FE | SR_NF | SR_ORE)) != 0 && (cr3 & CR3_EIE) != 0 && (cr3 & CR3_DMAR) != 0;
        interrupt.set(request);
        boolean received = (sr & SR_RXNE) != 0 && (cr3 & CR3_DMAR) != 0;
        if (received != rxAsked) {
            rxAsked = received;
            rxRequest.set(received);
        }
        txRequest.set((sr & SR_TXE) != 0 && (cr3 & CR3_DMAT) != 0, isQuiet());
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case SR -> readStatus();
            case DR -> readData();
            case BRR -> format.brr();
            case CR1 -> cr1;
            case CR2 -> cr2;
            case CR3 -> cr3;
            case GTPR -> gtpr;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case SR -> {
                sr &= value | ~(SR_RXNE | SR_TC);
                update();
            }
            case DR -> writeData(value);
            case BRR -> format.set(value & 0xFFFF, cr1, cr2);
            case CR1 -> writeCr1(value);
            case CR2 -> {
                refuse("CR2.LINEN or CLKEN", CR2_CLKEN_LINEN, offset, value);
                cr2 = value & 0x7F6F;
                format.set(format.brr(), cr1, cr2);
            }
            case CR3 -> {
                refuse("CR3.CTSE, RTSE, SCEN, NACK, HDSEL or IREN", CR3_MODES, offset, value);
                cr3 = value & 0xFFF;
                update();
            }
            case GTPR -> gtpr = value & 0xFFFF;
            default -> throw unwritable(offset, value);
        }
    }

    /** Setting TE sends an idle frame first. */
    private void writeCr1(int value) {
        refuse("CR1.SBK or RWU", CR1_SBK_RWU, CR1, value);
        boolean wasOn = isOn(CR1_TE);
        cr1 = value & CR1_WRITABLE;
        format.set(format.brr(), cr1, cr2);
        if (!wasOn && isOn(CR1_TE)) {
            idleUntil = time.now() + format.picoseconds();
        }
        startSending();
        update();
    }
}

package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.BoardLease;
import io.gradhil.core.BoardAmbiguousException;
import io.gradhil.core.BoardBusyException;
import io.gradhil.core.BoardConfigException;
import io.gradhil.core.BoardNotFoundException;
import io.gradhil.core.BoardResetException;
import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareMismatchException;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.HilException;
import io.gradhil.core.LinkClosedException;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.PortFault;
import io.gradhil.core.PortUnavailableException;
import io.gradhil.core.ProbeException;
import io.gradhil.core.ProbeFault;
import io.gradhil.core.ToolMissingException;
import io.gradhil.core.ToolTooOldException;
import io.gradhil.core.WrongBoardException;
import io.gradhil.firmware.Firmware;
import io.gradhil.link.serial.PortUsers;
import io.gradhil.link.serial.SerialLink;
import io.gradhil.protocol.Fault;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.testing.OtherJvm;
import io.gradhil.testing.Processes;
import io.gradhil.testing.Tools;
import io.gradhil.training.McuTrainer;
import io.gradhil.virtual.VirtualNucleo;
import io.gradhil.virtual.WireFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can go wrong with a board, injected on a bench: OpenOCD, the serial port and the firmware are real. Each fault
 * becomes an error of its own within its time and leaves no process, lease or port behind; the next session passes.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
@Timeout(180)
class HardwareFaultMatrixTests {
    private static final FaultTable TABLE = new FaultTable();
    private static final String NAME = "nucleo:bench1";

    private static final NetworkSpec TINY = NetworkSpec.parse("1-1", Activation.LINEAR, new Sgd(0.1f));

    /** A whole session takes some 2 s on an idle machine; a loaded one may take longer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static FirmwareImage image;

    private final List<Step> steps = new ArrayList<>();

    @TempDir
    private Path folder;

    private Bench bench;
    private BenchBoard behind;

    @BeforeAll
    static void needOpenOcd() {
        Tools.need("openocd");
        image = Firmware.image(FirmwareTarget.F411RE);
    }

    @AfterAll
    static void printTable() {
        TABLE.print();
    }

    @BeforeEach
    void open() {
        bench = Bench.open(2);
        behind = bench.boards().get(0);
        bench.properties().forEach(System::setProperty);
    }

    @AfterEach
    void nothing_is_left_behind_and_the_next_session_passes() {
        try {
            assertThat(Processes.descendants("openocd")).isEmpty();
            assertThat(PortUsers.of(behind.byId().toString())).isEmpty();
            BoardLease.take(behind.serial(), "a look", Duration.ZERO, steps::add)
                    .close();
            System.clearProperty("hil.openocd");
            System.clearProperty("hil.openocd.timeout");
            System.clearProperty("hil.lease.timeout");
            configure("");
            try (HilSession session = session()) {
                assertThat(session.client().echo(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
            }
        } finally {
            List.of("hil.openocd", "hil.openocd.timeout", "hil.lease.timeout").forEach(System::clearProperty);
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
        }
    }

    private HilSession session() {
        return session(NAME, image);
    }

    private HilSession session(String name, FirmwareImage firmware) {
        return session(name, firmware, Duration.ofSeconds(3));
    }

    private HilSession session(String name, FirmwareImage firmware, Duration timeout) {
        return HilSession.open(new HilSettings(name, timeout), firmware, steps::add);
    }

    private <T extends HilException> T expect(String fault, Class<T> type) {
        return TABLE.expect(fault, type, SOON, () -> session().close());
    }

    private void expectProbe(String fault, ProbeFault cause) {
        assertThat(expect(fault, ProbeException.class).fault()).isEqualTo(cause);
    }

    private void expectPort(String fault, PortFault cause) {
        assertThat(expect(fault, PortUnavailableException.class).fault()).isEqualTo(cause);
    }

    /** Adds lines to the file of the first board. */
    private void configure(String lines) {
        try {
            Path file = Path.of(bench.properties().get("hil.boards.dir"), "bench1.properties");
            Files.writeString(
                    file, "probe=" + behind.serial() + "\n" + "openocd.config=" + bench.openOcdConfig() + "\n" + lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has OpenOCD do something as soon as the chip stands still for flashing. */
    private void sabotage(String tcl) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sabotage.cfg"), "[target current] configure -event reset-init {\n" + tcl + "\n}\n");
        configure("openocd.config=" + bench.openOcdConfig() + "," + file + "\n");
    }

    private void fakeOpenOcd(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("fake-openocd"), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        System.setProperty("hil.openocd", file.toString());
    }

    /** Does something to the board while its flash is being written. */
    private CompletableFuture<Void> whileProgramming(Runnable action) {
        return CompletableFuture.runAsync(() -> {
            Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(() -> behind.thread()
                    .call(VirtualNucleo::isProgramming));
            action.run();
        });
    }

    private void onChip(Consumer<VirtualNucleo> action) {
        behind.thread().call(nucleo -> {
            action.accept(nucleo);
            return null;
        });
    }

    private static void killOpenOcd() {
        Processes.descendants("gradhil_flash").stream()
                .filter(process -> process.descendants().findAny().isEmpty())
                .filter(process -> process.info().command().orElse("").endsWith("openocd"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    // OpenOCD

    @Test
    void openocd_missing() {
        System.setProperty("hil.openocd", folder.resolve("openocd").toString());

        expect("OpenOCD missing", ToolMissingException.class);
    }

    @Test
    void openocd_too_old() throws IOException {
        fakeOpenOcd("echo 'Open On-Chip Debugger 0.11.0' >&2; echo 'invalid subcommand \"serial\"' >&2; exit 1");

        assertThat(expect("OpenOCD too old", ToolTooOldException.class).version())
                .isEqualTo("0.11.0");
    }

    @Test
    void openocd_hung_with_a_child() throws IOException {
        System.setProperty("hil.openocd.timeout", "1");
        fakeOpenOcd("trap '' TERM HUP INT; sleep 98765 & while :; do sleep 98765; done");

        expectProbe("OpenOCD hangs, and its child", ProbeFault.TIMEOUT);
        assertThat(Processes.descendants("98765")).isEmpty();
    }

    @Test
    void openocd_killed() {
        CompletableFuture<Void> killer = whileProgramming(HardwareFaultMatrixTests::killOpenOcd);

        expectProbe("OpenOCD killed while it writes", ProbeFault.KILLED);
        killer.join();
    }

    @Test
    void openocd_config_missing() {
        configure("openocd.config=nowhere.cfg\n");

        expectProbe("OpenOCD's configuration missing", ProbeFault.CONFIGURATION);
    }

    // the probe

    @Test
    void probe_hung() {
        System.setProperty("hil.openocd.timeout", "2");
        behind.probe().hang(true);

        expectProbe("probe does not answer any more", ProbeFault.TIMEOUT);
        behind.probe().hang(false);
    }

    @Test
    void probe_unplugged_before() {
        behind.unplug();

        expect("probe unplugged before", BoardNotFoundException.class);
        behind.plug();
    }

    @Test
    void probe_unplugged_while_flashing() {
        CompletableFuture<Void> unplugging = whileProgramming(behind::unplug);

        expectProbe("probe unplugged while flashing", ProbeFault.PROBE_LOST);
        unplugging.join();
        behind.plug();
    }

    @Test
    void probe_unplugged_after_flashing() {
        try (HilSession session = session()) {
            behind.unplug();

            TABLE.expect("probe unplugged after flashing", LinkClosedException.class, SOON, () -> session.client()
                    .echo(new byte[] {1}));
        }
        behind.plug();
    }

    /** The board has no power meanwhile: its port is opened again, and the training goes on where it was. */
    @Test
    void board_unplugged_and_plugged_in_while_it_trains() {
        try (HilSession session = session(NAME, image, Duration.ofSeconds(20))) {
            McuTrainer trainer = new McuTrainer(session.client());
            trainer.configure(TINY, new float[] {0.5f, 0.25f});
            trainer.backward(Batch.of(1, 1, new float[] {1, 2}));
            trainer.update();
            behind.unplug();
            behind.plug();

            trainer.backward(Batch.of(1, 1, new float[] {2, 3}));
            assertThat(trainer.update().steps()).isEqualTo(2);
            assertThat(trainer.parameters()).isEqualTo(undisturbed());
        }
        assertThat(steps).extracting(Step::name).contains("reopen", "restore");
        TABLE.survived("board unplugged and plugged in while it trains", "port opened again, state restored");
    }

    /** The parameters that two updates lead to on a board that stays where it is. */
    private static float[] undisturbed() {
        HilSettings host = new HilSettings("virtual", Duration.ofSeconds(20));
        try (HilSession session = HilSession.open(host, StepListener.NONE)) {
            McuTrainer trainer = new McuTrainer(session.client());
            trainer.configure(TINY, new float[] {0.5f, 0.25f});
            for (float[] sample : new float[][] {{1, 2}, {2, 3}}) {
                trainer.backward(Batch.of(1, 1, sample));
                trainer.update();
            }
            return trainer.parameters();
        }
    }

    @Test
    void probe_gone_but_its_port_listed() throws IOException {
        Path listed = behind.byId().resolveSibling("usb-STMicroelectronics_STM32_STLink_0670FF00-if02");
        Files.createSymbolicLink(listed, behind.port());
        configure("");
        Path file = Path.of(bench.properties().get("hil.boards.dir"), "ghost.properties");
        Files.writeString(file, "probe=0670FF00\nopenocd.config=" + bench.openOcdConfig() + "\n");

        ProbeException error =
                TABLE.expect("probe of that serial number not there", ProbeException.class, SOON, () -> session(
                                "nucleo:ghost", image)
                        .close());

        assertThat(error.fault()).isEqualTo(ProbeFault.WRONG_PROBE);
        Files.delete(listed);
        Files.delete(file);
    }

    @Test
    void no_probe_at_all() throws IOException {
        Path nowhere = Files.writeString(
                folder.resolve("nowhere.cfg"), "source [find board/st_nucleo_f4.cfg]\nhla_stlink_backend tcp 1\n");
        configure("openocd.config=" + nowhere + "\n");

        expectProbe("no probe at all", ProbeFault.NO_PROBE);
    }

    @Test
    void probe_busy() {
        behind.probe().busy(true);

        expectProbe("probe used by another program", ProbeFault.PROBE_BUSY);
        behind.probe().busy(false);
    }

    // which board

    @Test
    void wrong_serial() {
        BoardNotFoundException error =
                TABLE.expect("serial number that no board has", BoardNotFoundException.class, SOON, () -> session(
                                "nucleo:066DFF", image)
                        .close());

        assertThat(error.found()).hasSize(2);
    }

    @Test
    void two_boards() {
        BoardAmbiguousException error = TABLE.expect(
                "two boards, none named", BoardAmbiguousException.class, SOON, () -> session("nucleo", image)
                        .close());

        assertThat(error.candidates()).hasSize(2);
    }

    @Test
    void two_openocds_at_once() {
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> HilSession.open(
                        new HilSettings("nucleo:bench2", Duration.ofSeconds(10)), image, StepListener.NONE)
                .close());

        session().close();

        second.join();
        TABLE.survived("two OpenOCDs at once", "both pass: no ports, each its probe");
    }

    @Test
    void wrong_chip_is_not_written() {
        configure("uid=000000000000000000000000\n");
        int before = behind.thread().call(nucleo -> nucleo.core().read(0x08000000, 4));

        expectProbe("another chip than configured", ProbeFault.WRONG_TARGET);
        int after = behind.thread().call(nucleo -> nucleo.core().read(0x08000000, 4));
        assertThat(after).isEqualTo(before).isEqualTo(-1);
    }

    @Test
    void port_of_another_board() {
        session("nucleo:bench2", image).close();
        configure("port=" + bench.boards().get(1).byId() + "\n");

        expect("port of another board", WrongBoardException.class);
    }

    @Test
    void broken_file() {
        configure("prot=/dev/ttyACM0\n");

        expect("board's file with an unknown key", BoardConfigException.class);
    }

    // the chip

    @Test
    void no_power() {
        onChip(VirtualNucleo::powerOff);

        expectProbe("chip without power", ProbeFault.NO_TARGET);
        assertThat(steps).extracting(Step::name).contains("retry");
        onChip(VirtualNucleo::powerOn);
    }

    @Test
    void verify_mismatch() throws IOException {
        sabotage("""
                rename verify_image_checksum honest
                proc verify_image_checksum {image} {
                    global again
                    if {[info exists again]} { flash erase_sector 0 0 0 }
                    set again 1
                    honest $image
                }
                """);

        expectProbe("flash differs after writing", ProbeFault.VERIFY);
        assertThat(steps).extracting(Step::name).doesNotContain("retry");
    }

    @Test
    void write_protected() throws IOException {
        sabotage("flash protect 0 0 last on");

        expectProbe("flash protected against writing", ProbeFault.WRITE_PROTECTED);
        sabotage("flash protect 0 0 last off");
        session().close();
    }

    /** The model has no readout protection: the register's value is pretended. */
    @Test
    void flash_locked() throws IOException {
        sabotage("""
                rename read_memory honest
                proc read_memory {address width count} {
                    if {$address == 0x40023C14} { return 0x0FFF55EC }
                    honest $address $width $count
                }
                """);

        expectProbe("flash locked (readout protection)", ProbeFault.TARGET_LOCKED);
    }

    // the serial port

    @Test
    void port_busy() {
        try (SerialLink other = SerialLink.open(behind.byId().toString(), 115_200)) {
            assertThat(other).isNotNull();

            expectPort("port used by another program", PortFault.BUSY);
        }
    }

    @Test
    void port_vanished() {
        configure("port=" + behind.byId().resolveSibling("ttyACM9") + "\n");

        expectPort("port vanished", PortFault.VANISHED);
    }

    @Test
    void port_renamed() {
        configure("port=" + behind.port() + "\n");
        session().close();
        behind.unplug();
        behind.plug();

        expectPort("port renamed, and configured by its name", PortFault.VANISHED);
        configure("");
        session().close();
        TABLE.survived("port renamed, and found by its probe", "the session passes");
    }

    /** A file of the kernel's that nobody may write, not even root. */
    @Test
    void port_denied() {
        configure("port=/sys/kernel/uevent_seqnum\n");

        expectPort("port denied to this user", PortFault.PERMISSION);
    }

    @Test
    void port_is_none() {
        configure("port=/dev/null\n");

        expectPort("device that is no serial port", PortFault.NOT_A_PORT);
    }

    /** Linux has no driver that refuses a rate: it takes another one, and what arrives cannot be read. */
    @Test
    void other_baud_rate() {
        session().close();

        try (SerialLink link = SerialLink.open(behind.byId().toString(), 57_600)) {
            McuClient client =
                    McuClient.connect(link, NAME, () -> "", image.id(), Duration.ofSeconds(5), StepListener.NONE);

            assertThat(client.echo(new byte[] {1, 2})).containsExactly(1, 2);
        }
        TABLE.survived("another baud rate", "HELLO is repeated at the rate after a reset");
    }

    @Test
    void garbage_on_the_line() {
        onChip(nucleo -> nucleo.faults().wire(WireFaults.NONE, WireFaults.corrupting(1, 1)));

        assertThat(expect("garbage on the line", LinkTimeoutException.class))
                .hasMessageContaining("the board sends what cannot be read: wrong baud rate?");
        onChip(nucleo -> nucleo.faults().wire(WireFaults.NONE, WireFaults.NONE));
    }

    /** As the port of a NUCLEO-F411RE does when USB attaches. */
    @Test
    void port_stalls() {
        try (HilSession session = session(NAME, image, Duration.ofSeconds(10))) {
            onChip(nucleo -> nucleo.faults().stallPort(Duration.ofMillis(1500)));

            assertThat(session.client().echo(new byte[] {1, 2})).containsExactly(1, 2);
        }
        assertThat(steps).extracting(Step::name).doesNotContain("reset", "send again");
        TABLE.survived("port stalls for 1.5 s", "waits and asks; what was only late is not sent twice");
    }

    // the firmware

    /** Replaces the first instruction by a jump to itself. */
    private FirmwareImage looping() throws IOException {
        byte[] elf = Files.readAllBytes(image.path());
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int flash = bytes.getInt(bytes.getInt(28) + 4);
        bytes.putShort(flash + (bytes.getInt(flash + 4) & 0xFFFE), (short) 0xE7FE);
        return new FirmwareImage(Files.write(folder.resolve("looping.elf"), elf), image.id());
    }

    @Test
    void firmware_loops_from_the_start() throws IOException {
        FirmwareImage looping = looping();

        LinkTimeoutException error = TABLE.expect(
                "firmware loops from the start", LinkTimeoutException.class, SOON, () -> session(NAME, looping)
                        .close());

        assertThat(error).hasMessageContaining("the board is silent");
    }

    @Test
    void board_silent() {
        WireFaults cut = WireFaults.dropping(1, 1);
        try (HilSession session = session()) {
            onChip(nucleo -> nucleo.faults().wire(cut, cut));

            LinkTimeoutException error =
                    TABLE.expect("board silent, its wire cut", LinkTimeoutException.class, SOON, () -> session.client()
                            .echo(new byte[] {1}));

            assertThat(error).hasMessageContaining("the board is silent, to HELLO as well");
            onChip(nucleo -> nucleo.faults().wire(WireFaults.NONE, WireFaults.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "HANG")
    void firmware_crashes(Fault fault) {
        try (HilSession session = session()) {
            TABLE.expect("firmware: " + fault, FirmwareFaultException.class, SOON, () -> session.client()
                    .fault(fault));

            assertThat(session.restore().echo(new byte[] {1})).containsExactly(1);
        }
    }

    /** The default patience: the watchdog bites after 4 s, 8 s at most. */
    @Test
    void firmware_hangs_until_the_watchdog_bites() {
        try (HilSession session = session(NAME, image, Duration.ofSeconds(10))) {
            BoardResetException error = TABLE.expect(
                    "firmware: HANG, ended by the watchdog", BoardResetException.class, SOON, () -> session.client()
                            .fault(Fault.HANG));

            assertThat(error.resetCause()).contains("independent watchdog");
            assertThat(session.restore().echo(new byte[] {1})).containsExactly(1);
        }
    }

    @Test
    void stale_firmware() {
        FirmwareId other =
                new FirmwareId(image.id().protocolVersion(), new BuildId("00112233445566778899aabbccddeeff"));

        TABLE.expect("stale firmware", FirmwareMismatchException.class, SOON, () -> session(
                        NAME, new FirmwareImage(image.path(), other))
                .close());
    }

    // other runs

    /** Opens a session, says so and waits to be killed. */
    public static final class OtherRun {
        private OtherRun() {}

        public static void main(String[] arguments) throws IOException {
            HilSession.open(
                    new HilSettings(NAME, Duration.ofSeconds(3)),
                    Firmware.image(FirmwareTarget.F411RE),
                    step -> System.out.println(step.name()));
            System.out.println("in use");
            System.in.read();
        }
    }

    @Test
    void two_jvms_at_once_and_the_first_one_killed() {
        System.setProperty("hil.lease.timeout", "0.5");
        try (OtherJvm other = OtherJvm.start(OtherRun.class)) {
            other.awaitLine("in use");

            BoardBusyException error = expect("board used by another JVM", BoardBusyException.class);

            assertThat(error.holder()).contains("process " + other.pid()).contains("OtherRun");
        }
        session().close();
        assertThat(steps).extracting(Step::detail).anyMatch(detail -> detail.startsWith("taken over, not released by"));
        TABLE.survived("JVM killed while it holds the board", "taken over, reported as a step");
    }

    @Test
    void jvm_killed_while_it_flashes_takes_openocd_with_it() {
        behind.probe().hang(true);
        try (OtherJvm other = OtherJvm.start(OtherRun.class)) {
            List<ProcessHandle> started = Awaitility.await()
                    .atMost(SOON)
                    .until(() -> Processes.descendants("gradhil_flash"), found -> !found.isEmpty());

            other.kill();

            Awaitility.await().atMost(SOON).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
        behind.probe().hang(false);
        TABLE.survived("JVM killed while it flashes", "OpenOCD ends with it");
    }

    /** A former run's board still answers when the port is opened. */
    @Test
    void output_of_a_former_run_is_discarded() {
        session().close();
        CompletableFuture<Void> former = new CompletableFuture<>();
        CompletableFuture<Void> talker = CompletableFuture.runAsync(() -> {
            while (!former.isDone()) {
                behind.thread().send(new byte[] {5, 5, 5, 0}); // no frame: answered with an error
                LockSupport.parkNanos(5_000_000);
            }
        });
        List<Step> all = new ArrayList<>();

        try (HilSession session = HilSession.open(new HilSettings(NAME, Duration.ofSeconds(3)), image, step -> {
            all.add(step);
            if (step.name().equals("discard")) {
                former.complete(null);
            }
        })) {
            assertThat(session.client().echo(new byte[] {1})).containsExactly(1);
        } finally {
            former.complete(null);
            talker.join();
        }

        assertThat(all)
                .filteredOn(step -> step.name().equals("discard"))
                .singleElement()
                .satisfies(step -> assertThat(step.detail()).endsWith(" bytes that a former run had sent"));
        TABLE.survived("output of a former run on the line", "discarded and counted");
    }
}

package io.gradhil.cost;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.firmware.ElfSymbols;
import io.gradhil.firmware.ElfSymbols.Symbol;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Stats;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.StepListener;
import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.apiguardian.api.API;

/**
 * What one step on one batch costs, measured on the virtual board.
 *
 * @param cycles of the whole step, by the board's own counter
 * @param phases instructions and cycles of the training core; without protocol and interrupts. They are executed one by one, so that what an
 *     instruction costs or saves its neighbour is not in these cycles
 * @param instructions the same by the address of each instruction, protocol and interrupts included
 * @param plan the board's memory plan
 * @param networkBytes static memory of the network beside the plan
 * @param stackBytes the most that the stack has held
 * @param codeBytes of the training core, all activations, losses and optimizers included
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FirmwareCost(
        long cycles,
        Map<Phase, Cost> phases,
        Map<Integer, Cost> instructions,
        MemoryPlan plan,
        int networkBytes,
        int stackBytes,
        int codeBytes) {
    private static final Duration START = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Measures a step of an image; the same every time. */
    public static FirmwareCost of(FirmwareImage image, NetworkSpec spec, int batch, UpdateMode mode) {
        try (CountingLink link = new CountingLink(start(image))) {
            McuClient client =
                    McuClient.connect(link, "virtual", link::describe, image.id(), TIMEOUT, StepListener.NONE);
            MemoryPlan plan = client.configure(spec, mode);
            client.writeParameters(Network.initialParameters(spec, 1));
            float[] samples = samples(spec, batch);
            step(client, samples, batch, mode);
            Stats stats = client.stats();
            link.count(true);
            step(client, samples, batch, mode);
            link.count(false);
            ElfSymbols symbols = ElfSymbols.of(image);
            Map<Phase, Cost> phases = phases(symbols, link.counted());
            return new FirmwareCost(
                    stats.forwardCycles()
                            + stats.backwardCycles()
                            + stats.updateCycles()
                            + phases.get(Phase.SETUP).cycles(),
                    phases,
                    Map.copyOf(link.counted()),
                    plan,
                    networkBytes(symbols),
                    stats.stackHighWater(),
                    ImageSize.coreBytes(symbols));
        }
    }

    /** Runs one step on a board and returns what it counted. */
    public static Stats cyclesOf(McuClient client, NetworkSpec spec, int batch) {
        client.configure(spec);
        client.writeParameters(Network.initialParameters(spec, 1));
        step(client, samples(spec, batch), batch, UpdateMode.BY_STEP);
        return client.stats();
    }

    private static void step(McuClient client, float[] samples, int batch, UpdateMode mode) {
        client.batch(batch, samples);
        if (mode == UpdateMode.BY_STEP) {
            client.step();
        }
    }

    /** Returns a board that runs an image. */
    static VirtualNucleo start(FirmwareImage image) {
        VirtualNucleo board = new VirtualNucleo();
        try {
            board.load(image.path());
        } catch (IOException e) {
            throw new FirmwareImageException(image.path(), "cannot be read: " + e.getMessage(), "build it again");
        }
        board.powerOn();
        board.runFor(START);
        return board;
    }

    private static float[] samples(NetworkSpec spec, int batch) {
        Random random = new Random(1);
        float[] values = new float[batch * (spec.inputs() + spec.outputs())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Map<Phase, Cost> phases(ElfSymbols symbols, Map<Integer, Cost> counted) {
        Map<Phase, Cost> phases = new EnumMap<>(Phase.class);
        counted.forEach((address, cost) ->
                symbols.at(address).flatMap(Phase::of).ifPresent(phase -> phases.merge(phase, cost, Cost::plus)));
        return phases;
    }

    private static int networkBytes(ElfSymbols symbols) {
        return symbols.all().stream()
                .filter(symbol ->
                        symbol.file().equals("main.c") && symbol.name().startsWith("network"))
                .mapToInt(Symbol::size)
                .sum();
    }

    /** Returns the instructions of all phases. */
    public long totalInstructions() {
        return phases.values().stream().mapToLong(Cost::instructions).sum();
    }

    /** Returns the bytes of RAM that training takes: the plan, the network's description, and the stack. */
    public int ramBytes() {
        return plan.total() + networkBytes + stackBytes;
    }
}

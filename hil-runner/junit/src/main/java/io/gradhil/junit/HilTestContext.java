package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.Attachment;
import io.gradhil.session.HilSession;
import io.gradhil.training.McuTrainer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** What one test has been given so far; boards are taken only if it asks for one, and given back when it has ended. */
final class HilTestContext implements AutoCloseable {
    private final ExtensionContext context;
    private final HilTest settings;
    private final NetworkSpec spec;
    private List<PooledBoard> taken = List.of();
    private List<TestBoard> boards = List.of();

    HilTestContext(ExtensionContext context) {
        this.context = context;
        this.settings = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), HilTest.class, context.getEnclosingTestClasses())
                .orElseThrow();
        this.spec = spec(settings);
        if (settings.boards() < 1) {
            throw new ExtensionConfigurationException("@HilTest(boards = " + settings.boards() + "): 1 or more");
        }
    }

    private static NetworkSpec spec(HilTest settings) {
        try {
            return NetworkSpec.parse(settings.network(), settings.hidden(), new Sgd(settings.learningRate()));
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException("@HilTest describes no network: " + e.getMessage(), e);
        }
    }

    /** Returns one of the test's boards, from 0 on; the first call takes them all. */
    private TestBoard testBoard(int number) {
        if (number >= settings.boards()) {
            throw new ExtensionConfigurationException(
                    "A parameter for board " + (number + 1) + ", and @HilTest(boards = " + settings.boards()
                            + "): several parameters of one type stand for several boards");
        }
        if (taken.isEmpty()) {
            taken = BoardPool.of(context).take(settings.boards());
            boards = taken.stream().map(TestBoard::new).toList();
        }
        return boards.get(number);
    }

    McuClient client(int number) {
        return testBoard(number).client();
    }

    /** Returns what went over the wire of each board that the test has used, by the name of a file. */
    Map<String, String> captures() {
        Map<String, String> captures = new TreeMap<>();
        for (int i = 0; i < boards.size(); i++) {
            String name = "wire-capture-" + (i + 1) + ".txt";
            boards.get(i).capture().ifPresent(capture -> captures.put(name, capture));
        }
        return captures;
    }

    Board board(int number) {
        return testBoard(number).board();
    }

    HilSession session(int number) {
        return testBoard(number).session();
    }

    McuTrainer trainer(int number) {
        return testBoard(number).trainer(spec, settings.seed());
    }

    Network reference() {
        return new Network(spec, Network.initialParameters(spec, settings.seed()));
    }

    /** Returns the data set, looked for once in a run: a download that fails takes its time. */
    Ccpp ccpp() {
        return context.getRoot()
                .getStore(Namespace.create(HilTestContext.class))
                .getOrComputeIfAbsent(Ccpp.class, key -> Ccpp.find(), Ccpp.class);
    }

    CcppSplit split() {
        return ccpp().split(settings.seed());
    }

    /** Returns what is known of the boards that the test has used, potentially empty. */
    List<Attachment> evidence() {
        return boards.stream().flatMap(board -> board.evidence().stream()).toList();
    }

    @Override
    public void close() {
        if (!taken.isEmpty()) {
            BoardPool.of(context).giveBack(taken);
        }
    }
}

package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The host's window, a board and the line between them, with faults at will. The host hands over a number of requests as early
 * as it may; the n-th of a session must be the n-th that the board executes in it, and get the n-th reply.
 */
final class WindowWorld {
    /** What may happen next. */
    enum Event {
        TO_BOARD,
        TO_HOST,
        LOSE_TO_BOARD,
        LOSE_TO_HOST,
        DAMAGE_TO_BOARD,
        DAMAGE_TO_HOST,
        REPEAT_TO_BOARD,
        REPEAT_TO_HOST,
        REORDER_TO_BOARD,
        REORDER_TO_HOST,
        IMPATIENCE,
        RESET,
        SILENCE;

        boolean isFault() {
            return this != TO_BOARD && this != TO_HOST && this != SILENCE;
        }
    }

    private enum What {
        REQUEST,
        SYNC,
        REPLY,
        SYNCED,
        GAP,
        UNREADABLE,
        NO_SESSION
    }

    private record Message(What what, int session, int sequence, int next, int held) {}

    private static final int REQUEST_BYTES = 10;
    private static final int SYNC_BYTES = 1;
    private static final int FIRST = 0xFFFE;

    private final int size;
    private final int credit;
    private final int requests;

    private int session = 1;
    private RequestWindow window;
    private int submitted;
    private int answered;

    private int boardSession = 1;
    private BoardModel board;
    private int executed;

    private final Deque<Message> toBoard = new ArrayDeque<>();
    private final Deque<Message> toHost = new ArrayDeque<>();
    private boolean ordered = true;

    WindowWorld(int size, int credit, int requests) {
        this.size = size;
        this.credit = credit;
        this.requests = requests;
        this.window = new RequestWindow(size, credit, FIRST);
        this.board = new BoardModel(size, FIRST);
        send();
    }

    boolean done() {
        return answered == requests;
    }

    boolean can(Event event) {
        return switch (event) {
            case TO_BOARD, LOSE_TO_BOARD, DAMAGE_TO_BOARD, REPEAT_TO_BOARD -> !toBoard.isEmpty();
            case TO_HOST, LOSE_TO_HOST, DAMAGE_TO_HOST, REPEAT_TO_HOST -> !toHost.isEmpty();
            case REORDER_TO_BOARD -> toBoard.size() > 1;
            case REORDER_TO_HOST -> toHost.size() > 1;
            case SILENCE -> toBoard.isEmpty() && toHost.isEmpty() && !done();
            case IMPATIENCE -> !done() && !window.syncDue();
            case RESET -> boardSession != 0;
        };
    }

    void happen(Event event) {
        switch (event) {
            case TO_BOARD -> takeAtBoard(toBoard.remove());
            case TO_HOST -> takeAtHost(toHost.remove());
            case LOSE_TO_BOARD -> toBoard.remove();
            case LOSE_TO_HOST -> toHost.remove();
            case DAMAGE_TO_BOARD -> {
                toBoard.remove();
                int next = boardSession == 0 ? 0 : board.next();
                toHost.add(new Message(What.UNREADABLE, boardSession, next, 0, 0));
            }
            case DAMAGE_TO_HOST -> {
                toHost.remove();
                window.ask();
            }
            case REPEAT_TO_BOARD -> {
                takeAtBoard(toBoard.element());
                ordered = false; // the host does not know of these bytes
            }
            case REPEAT_TO_HOST -> takeAtHost(toHost.element());
            case REORDER_TO_BOARD -> reorder(toBoard);
            case REORDER_TO_HOST -> reorder(toHost);
            case SILENCE, IMPATIENCE -> window.ask();
            case RESET -> boardSession = 0;
        }
        send();
    }

    /** What was held back when the port was closed comes after what was sent when it was open again. */
    private void reorder(Deque<Message> line) {
        line.addLast(line.removeFirst());
        ordered = false;
    }

    // The host

    private void send() {
        while (submitted < requests && window.hasRoom()) {
            Exchange request = new Exchange(MessageType.ECHO, 0, reply -> {});
            request.bytes = REQUEST_BYTES;
            window.add(request);
            submitted++;
        }
        if (window.syncDue()) {
            toBoard.add(new Message(What.SYNC, session, window.syncSent(SYNC_BYTES), 0, 0));
        }
        for (Exchange due = window.due(); due != null; due = window.due()) {
            toBoard.add(new Message(What.REQUEST, session, due.sequence, 0, 0));
            window.sent(due);
        }
        if (ordered) {
            assertThat(unread()).as("bytes that the board may have to keep").isLessThanOrEqualTo(credit);
        }
    }

    private int unread() {
        return (int) toBoard.stream()
                        .filter(m -> m.what == What.REQUEST && m.session == session)
                        .count()
                * REQUEST_BYTES;
    }

    private void takeAtHost(Message message) {
        if (message.what == What.UNREADABLE) {
            if (message.session == session) {
                window.unreadable(message.sequence);
            } else {
                window.ask();
            }
            return;
        }
        if (message.session != session) {
            return;
        }
        switch (message.what) {
            case REPLY -> takeReply(message.sequence);
            case GAP -> window.gap(message.sequence, message.next, message.held);
            case SYNCED -> window.synced(message.sequence, message.next, message.held);
            case NO_SESSION -> beginAgain();
            default -> throw new AssertionError(message);
        }
    }

    private void takeReply(int sequence) {
        Exchange request = window.reply(sequence);
        if (request != null) {
            assertThat(request.sequence).isEqualTo(sequence);
            answered++;
        }
    }

    /** HELLO and its answer: nothing is lost there, since it is repeated until it succeeds. */
    private void beginAgain() {
        session++;
        window = new RequestWindow(size, credit, FIRST);
        submitted = 0;
        answered = 0;
        boardSession = session;
        board = new BoardModel(size, FIRST);
        executed = 0;
    }

    // The board

    private void takeAtBoard(Message message) {
        if (message.session != boardSession) {
            toHost.add(new Message(What.NO_SESSION, message.session, message.sequence, 0, 0));
        } else if (message.what == What.SYNC) {
            toHost.add(new Message(What.SYNCED, boardSession, message.sequence, board.next(), board.held()));
        } else {
            answer(message, board.frame(message.sequence));
        }
    }

    private void answer(Message request, BoardModel.Answer answer) {
        switch (answer.kind()) {
            case RUN -> answer.sequences().forEach(this::execute);
            case AGAIN -> toHost.add(new Message(What.REPLY, boardSession, request.sequence, 0, 0));
            case GAP -> toHost.add(new Message(What.GAP, boardSession, request.sequence, answer.next(), answer.held()));
            case BEYOND -> throw new AssertionError("the host went beyond the window: " + request);
            case NONE -> {}
        }
    }

    private void execute(int sequence) {
        assertThat(sequence).as("the request that is executed").isEqualTo(FIRST + executed & 0xFFFF);
        executed++;
        assertThat(executed).isLessThanOrEqualTo(submitted);
        toHost.add(new Message(What.REPLY, boardSession, sequence, 0, 0));
    }

    /** Lets everything arrive from now on; tells whether all requests are answered in the end. */
    boolean ends(int atMost) {
        for (int i = 0; i < atMost && !done(); i++) {
            happen(List.of(Event.TO_BOARD, Event.TO_HOST, Event.SILENCE).stream()
                    .filter(this::can)
                    .findFirst()
                    .orElseThrow());
        }
        return done() && executed == requests;
    }

    /** Two worlds with the same text have the same future. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        toBoard.forEach(m -> lines.add(text(m)));
        lines.add("|");
        toHost.forEach(m -> lines.add(text(m)));
        return window + "/" + board + "/" + (boardSession - session) + "/" + executed + answered + submitted + ordered
                + lines;
    }

    private String text(Message m) {
        return m.what.ordinal() + "," + (m.session - session) + "," + m.sequence + "," + m.next + "," + m.held;
    }
}

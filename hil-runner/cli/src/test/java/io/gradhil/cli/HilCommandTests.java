package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.session.HilSettings;
import io.gradhil.testing.Processes;
import io.gradhil.testing.SystemProperties;
import io.gradhil.testing.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs the command in this JVM, on the board {@code host} with the synthetic data set. */
class HilCommandTests {
    private static final List<String> SHORT =
            List.of("--board=host", "--network=4-3-1", "--epochs=1", "--batch=500", "--verify=4");

    /** What a run of the command came to. */
    record Outcome(int exitCode, String out, String err) {
        String lastLine() {
            return out.lines().reduce((former, latter) -> latter).orElse("");
        }

        String line(String start) {
            return out.lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("no line " + start);
        }
    }

    @RegisterExtension
    final SystemProperties properties = new SystemProperties();

    @BeforeEach
    void chooseData() {
        properties.set("hil.ccpp", "synthetic");
        properties.set("hil.board", "host");
    }

    static Outcome hil(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = HilCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = line.execute(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    /** Runs a short training, of which {@code more} changes or adds options. */
    private static Outcome train(String... more) {
        Tools.need("cc", "cmake");
        List<String> arguments = new ArrayList<>(List.of("train"));
        SHORT.stream()
                .filter(option ->
                        Arrays.stream(more).noneMatch(other -> name(other).equals(name(option))))
                .forEach(arguments::add);
        arguments.addAll(List.of(more));
        return hil(arguments.toArray(String[]::new));
    }

    private static String name(String option) {
        return option.split("=")[0];
    }

    @Test
    void help_of_the_command_names_subcommands_and_exit_codes() {
        Outcome outcome = hil("--help");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                Usage: hil [--help] [--stacktrace] COMMAND
                Hardware-in-the-loop tests for training on a microcontroller.
                      --help         Show this help and exit.
                      --stacktrace   Print the stack trace of an error as well.
                Commands:
                  train       Train on the CCPP data set on a board, and judge its gradients,
                                loss and updates against the double-precision reference.
                  replay      Play a wire capture, as a failing test attaches it, to a board,
                                and print its frames. Exit code 1 if the board answers
                                otherwise than it did.
                  boards      List the kinds of board, the boards on USB, and who uses them.
                                Touches none.
                  flash       Put a firmware on a board, unless it is there already, and see
                                that it answers.
                  reset       Start what is on a board afresh, whatever it is. For boards on
                                USB.
                  monitor     Greet a board and ask for its counters, once a second, and show
                                every frame both ways, decoded, until Ctrl-C.
                  doctor      Look at all that a run on a board needs: OpenOCD, probes, leases,
                                ports, the firmware's answer, the line's speed.
                  rehearse    Offer virtual boards as if they were on USB, to OpenOCD, to a
                                debugger and to the board "nucleo": until Ctrl-C, or for as
                                long as COMMAND runs, whose exit code is then this one's.
                  completion  Print a completion script for bash and zsh.
                  bench       Measure the virtual board beside QEMU on this machine, some
                                minutes long. Other load shows in the figures.
                  plan        Ask a board how it would divide its memory for a network, and
                                what the largest ones are.

                Start with: hil train --epochs 1
                Exit codes: 0 passed; 1 a number is wrong, or something failed; 2 wrong usage.
                NO_COLOR=1 turns colours off.
                """, ""));
    }

    @Test
    void a_soak_of_negative_length_is_wrong_usage() {
        assertThat(hil("bench", "--soak=-1")).isEqualTo(new Outcome(2, "", "--soak must not be negative: -1\n"));
    }

    @Test
    void help_of_train_explains_every_option_with_its_default() {
        System.clearProperty("hil.board");

        Outcome outcome = hil("train", "--help");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                Usage: hil train [--board=NAME] [--epochs=N] [--batch=N] [--verify=every|N]
                                 [--seed=N] [--network=SIZES] [--activation=NAME] [--loss=NAME]
                                 [--optimizer=NAME] [--learning-rate=X] [--weight-decay=X]
                                 [--clip=X] [--page=FILE] [--live] [--json] [--help]
                                 [--stacktrace]
                Train on the CCPP data set on a board, and judge its gradients, loss and
                updates against the double-precision reference.
                      --board=NAME        Board to train on. An unknown name lists those there
                                            are.
                                            Default: BOARD
                      --epochs=N          Passes over the training part.
                                            Default: 3
                      --batch=N           Samples in a batch.
                                            Default: 32
                      --verify=every|N    Judge every batch, or every Nth. Reading the
                                            gradients back takes most of a batch's time.
                                            Default: every
                      --seed=N            Seed of the split, the initial parameters and the
                                            order of the samples.
                                            Default: 1
                      --network=SIZES     Inputs (4), then the outputs of each layer; the last
                                            is 1.
                                            Default: 4-64-32-16-1
                      --activation=NAME   Of all layers but the last, which is linear: LINEAR,
                                            RELU, SIGMOID, TANH, LEAKY_RELU.
                                            Default: relu
                      --loss=NAME         MSE, MAE, HUBER. Huber's delta is 1, a standard
                                            deviation of the target.
                                            Default: mse
                      --optimizer=NAME    SGD, MOMENTUM, NESTEROV, ADAM. Momentum and beta1 are
                                            0.9, beta2 is 0.999, epsilon 1e-7.
                                            Default: sgd
                      --learning-rate=X   Of the optimizer; if not given, 0.03 for sgd, 0.003
                                            for momentum and nesterov, 0.001 for adam.
                      --weight-decay=X    Adds X times the parameter to its gradient.
                                            Default: 0
                      --clip=X            Scales all gradients down to this norm if it is
                                            larger; 0 for never.
                                            Default: 0
                      --page=FILE         Where to write the page of the run: one file, for a
                                            browser.
                                            Default: target/hil-train.html
                      --live              Serve the page while training, on this machine only.
                      --json              Print one JSON object at the end and nothing else.
                      --help              Show this help and exit.
                      --stacktrace        Print the stack trace of an error as well.
                """.replace("BOARD", HilSettings.DEFAULT_BOARD), ""));
    }

    @Test
    void no_command_is_wrong_usage() {
        Outcome outcome = hil();

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("Missing required subcommand\nUsage: hil ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--epochs=three | Invalid value for option '--epochs': 'three' is not an int",
                "--batch=1.5 | Invalid value for option '--batch': '1.5' is not an int",
                "--seed=x | Invalid value for option '--seed': 'x' is not a long",
                "--learning-rate=fast | Invalid value for option '--learning-rate': 'fast' is not a float",
                "--weight-decay=x | Invalid value for option '--weight-decay': 'x' is not a float",
                "--clip=x | Invalid value for option '--clip': 'x' is not a float",
                "--optimizer=rmsprop | Invalid value for option '--optimizer': expected one of [SGD, MOMENTUM, NESTEROV, ADAM]"
                        + " (case-insensitive) but was 'rmsprop'",
                "--loss=hinge | Invalid value for option '--loss': expected one of [MSE, MAE, HUBER] (case-insensitive)"
                        + " but was 'hinge'",
                "--verify=sometimes | Invalid value for option '--verify': \"sometimes\" is neither \"every\" nor a number",
                "--bord=qemu | Unknown option: '--bord=qemu'",
            })
    void value_that_cannot_be_read_is_wrong_usage(String argument, String message) {
        Outcome outcome = hil("train", argument);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith(message + "\n");
        assertThat(outcome.err()).doesNotContain("\tat ");
    }

    @Test
    void unknown_activation_is_answered_with_the_valid_ones() {
        Outcome outcome = hil("train", "--activation=swish");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith(
                        "Invalid value for option '--activation': expected one of [LINEAR, RELU, SIGMOID, TANH, LEAKY_RELU]"
                                + " (case-insensitive) but was 'swish'\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--epochs=0 | epochs must be 1 or more: 0",
                "--batch=-1 | batch size must be 1 or more: -1",
                "--verify=0 | verify must be 1 or more: 0",
                "--weight-decay=-1 | Weight decay -1.0 is not valid; it must be 0 for none, or a finite float32 above 0.",
                "--clip=NaN | Clip norm NaN is not valid; it must be 0 for none, or a finite float32 above 0.",
                "--learning-rate=0 | Learning rate 0.0 is not valid; it must be a finite float32 above 0.",
                "--network=4 | Sizes \"4\" are not valid; give inputs and the outputs of each layer, each 1 to 65535, such as"
                        + " \"4-64-32-16-1\".",
                "--network=3-1 | The CCPP data set has 4 inputs and 1 target; the network has 3 and 1.",
                "--network=4-2 | The CCPP data set has 4 inputs and 1 target; the network has 4 and 2.",
            })
    void value_out_of_range_is_wrong_usage_before_a_board_is_opened(String argument, String message) {
        Outcome outcome = hil("train", argument);

        assertThat(outcome).isEqualTo(new Outcome(2, "", message + "\n"));
    }

    @Test
    void batch_larger_than_the_data_set_is_wrong_usage_before_a_board_is_opened() {
        Outcome outcome = hil("train", "--batch=7655");

        assertThat(outcome).isEqualTo(new Outcome(2, "", "Batch size 7655 is not valid; it must be 1 to 7654.\n"));
    }

    @Test
    void timeout_that_is_no_number_is_wrong_usage() {
        properties.set("hil.timeout", "long");

        Outcome outcome = hil("train");

        assertThat(outcome)
                .isEqualTo(new Outcome(2, "", "hil.timeout must be a number of seconds, 0.001 to 86400: \"long\"\n"));
    }

    @Test
    void unknown_board_is_answered_with_those_there_are() {
        Outcome outcome = hil("train", "--board", "quemu");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("Unknown board \"quemu\"\n  Do:   choose one of:\n          host     ")
                .contains("\n          qemu     ")
                .doesNotContain("\tat ");
    }

    @Test
    void board_is_that_of_the_property_if_none_is_named() {
        properties.set("hil.board", "nowhere");

        assertThat(hil("train").err()).startsWith("Unknown board \"nowhere\"\n");
    }

    @Test
    void stack_trace_is_printed_on_request() {
        Outcome outcome = hil("train", "--board", "quemu", "--stacktrace");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("io.gradhil.core.UnknownBoardException: ")
                .contains("\tat io.gradhil.");
    }

    @Test
    void data_file_that_is_missing_is_named() {
        properties.set("hil.ccpp", "nowhere.csv");

        Outcome outcome = hil("train");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("nowhere.csv")
                .doesNotContain("\tat ")
                .doesNotContain("Unexpected");
    }

    @Test
    void network_too_large_says_what_it_needs() {
        Outcome outcome = train("--network=4-9000-1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "The network 4-9000-1 relu, linear output, MSE, SGD(0.03) does not fit on the board\n  Seen: ")
                .contains(" bytes needed, ")
                .doesNotContain("\tat ");
    }

    @Test
    void training_that_diverges_fails_with_advice() {
        Outcome outcome = train("--learning-rate=1e20", "--verify=every");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("ower the learning rate")
                .doesNotContain("Unexpected")
                .doesNotContain("\tat ");
    }

    @Test
    void short_run_passes_and_ends_with_one_verdict_line() {
        Outcome outcome = train();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lastLine())
                .matches(
                        "PASS: 16 batches trained, 4 of them judged, 76 gradient elements checked, worst error 0\\.\\d+ of"
                                + " its limit \\(dense[12]\\.(weight|bias)\\[.*\\]\\), largest zscore \\d\\.\\d\\d, RMS 0\\.\\d{3}");
    }

    @Test
    void output_says_what_was_trained_where_and_on_what() {
        Outcome outcome = train();

        assertThat(outcome.line("flash")).matches("flash     host, .*gradhil-host");
        assertThat(outcome.line("board"))
                .matches("board     host at 1,000 MHz, protocol version 4, build id [0-9a-f]{32}");
        assertThat(outcome.line("data")).startsWith("data      CCPP: SYNTHETIC, 9568 rows drawn from ");
        assertThat(outcome.line("network"))
                .isEqualTo("network   4-3-1 relu, linear output, MSE, SGD(0.03), 19 parameters");
        assertThat(outcome.line("training")).isEqualTo("training  epochs 1, batch size 500, seed 1");
        assertThat(outcome.line("memory")).matches("memory    [\\d,]+ of [\\d,]+ bytes: parameters 76, .*");
        assertThat(outcome.line("epoch 1/1"))
                .matches(
                        "epoch 1/1  loss: board 0\\.\\d{8}, reference 0\\.\\d{8}, relative difference \\d\\.\\de-\\d\\d");
        assertThat(outcome.line("held out"))
                .matches("held out   RMSE: board \\d+\\.\\d{5} MW, reference \\d+\\.\\d{5} MW");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sgd | SGD(0.03) | 0",
                "momentum | Momentum(0.003, 0.9) | 76",
                "Nesterov | Nesterov(0.003, 0.9) | 76",
                "ADAM | Adam(0.001, 0.9, 0.999, 1.0E-7) | 152"
            })
    void each_optimizer_passes_with_its_usual_learning_rate(String name, String description, String bytes) {
        Outcome outcome = train("--optimizer=" + name);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.line("network"))
                .isEqualTo("network   4-3-1 relu, linear output, MSE, " + description + ", 19 parameters");
        assertThat(outcome.line("memory")).contains(", optimizer " + bytes + ", ");
    }

    @Test
    void decay_clip_and_learning_rate_reach_the_optimizer() {
        Outcome outcome =
                train("--optimizer=adam", "--learning-rate=0.01", "--weight-decay=0.001", "--clip=0.5", "--loss=mae");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.line("network"))
                .isEqualTo(
                        "network   4-3-1 relu, linear output, MAE, Adam(0.01, 0.9, 0.999, 1.0E-7, decay 0.001, clip 0.5),"
                                + " 19 parameters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mse | held out   RMSE: board \\d+\\.\\d{5} MW, reference \\d+\\.\\d{5} MW",
                "mae | held out   MAE: board \\d+\\.\\d{5} MW, reference \\d+\\.\\d{5} MW",
                "huber | held out   Huber\\(1\\.0\\): board 0\\.\\d{8}, reference 0\\.\\d{8}"
            })
    void held_out_error_is_in_the_unit_of_its_loss(String loss, String line) {
        Outcome outcome = train("--loss=" + loss);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.line("held out")).matches(line);
    }

    /** An epoch and the held-out part. */
    @Test
    void form_of_the_samples_is_said() {
        assertThat(train().line("samples"))
                .isEqualTo("samples    9,568 sent as 16-bit codes of their float32 bits (10 bytes each),"
                        + " 0 as float32 (20 bytes each)");
    }

    @Test
    void same_command_twice_gives_the_same_parameter_bits() {
        String first = train().line("parameters CRC-32");

        assertThat(first).matches("parameters CRC-32 0x[0-9A-F]{8}");
        assertThat(train().line("parameters CRC-32")).isEqualTo(first);
    }

    @Test
    void another_seed_gives_other_parameter_bits() {
        assertThat(train("--seed=2").line("parameters CRC-32"))
                .startsWith("parameters CRC-32 0x")
                .isNotEqualTo(train().line("parameters CRC-32"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every", "1"})
    void every_batch_is_judged_on_request(String verify) {
        assertThat(train("--verify=" + verify).lastLine())
                .startsWith("PASS: 16 batches trained, 16 of them judged, 304 ");
    }

    @Test
    void output_does_not_depend_on_the_default_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(train().line("board")).contains("1,000 MHz");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void json_is_one_object_and_nothing_else() throws Exception {
        Outcome outcome = train("--json");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("{\n  \"verdict\": \"pass\",\n")
                .contains(
                        "\"command\": \"./hil train --board host --epochs 1 --batch 500 --verify 4 --seed 1 --network 4-3-1"
                                + " --activation relu --loss mse --optimizer sgd --weight-decay 0.0 --clip 0.0\"",
                        "\"batches\": 16,",
                        "\"failures\": []")
                .endsWith("\n}\n");
    }

    @Test
    void json_names_the_budgets_of_the_firmware_on_a_board_that_runs_the_image() throws Exception {
        Outcome outcome = train("--json", "--board=virtual");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().replaceAll("\\s+", " "))
                .containsPattern("\"budgets\": \\[ \\{ \"name\": \"flash\", \"used\": 1\\d{4}, \"limit\": \\d+ },")
                .containsPattern("\\{ \"name\": \"stack\", \"used\": \\d+, \"limit\": 1024 } ]");
        assertThat(train("--json").out()).contains("\"budgets\": [],");
    }

    @Test
    void json_of_a_run_that_broke_off_says_so() {
        Outcome outcome = train("--json", "--network=4-9000-1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .startsWith("{\n  \"verdict\": \"broken\",\n  \"error\": \"NetworkTooLargeException\",\n");
        assertThat(outcome.err()).startsWith("The network 4-9000-1 ");
    }

    @Test
    void page_that_cannot_be_written_is_said_in_one_line_and_changes_no_verdict(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        Outcome outcome = train("--page=" + file.resolve("page.html"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo(
                        "The page " + file + "/page.html is not written: FileAlreadyExistsException, " + file + "\n");
        assertThat(outcome.lastLine()).startsWith("PASS: ");
    }

    @Test
    void page_on_a_full_disk_is_said_in_one_line_and_changes_no_verdict() {
        Outcome outcome = train("--page=/dev/full");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo("The page /dev/full is not written: IOException, No space left on device\n");
        assertThat(outcome.lastLine()).startsWith("PASS: ");
    }

    @Test
    void completion_completes_commands_and_options() throws Exception {
        Tools.need("bash");
        Path script = Files.writeString(
                Path.of("target/hil-completion"), hil("completion").out());

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script
                                + "; COMP_WORDS=(hil train --opt); COMP_CWORD=2; COMP_LINE='hil train --opt';"
                                + " _complete_hil; echo ${COMPREPLY[@]}")
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("--optimizer");
    }

    @Test
    void no_process_is_left_behind_after_success_or_failure() {
        train();
        train("--network=4-9000-1");

        assertThat(Processes.descendants("gradhil-host")).isEmpty();
    }

    @Test
    void flash_reset_and_monitor_of_a_simulated_board() {
        assertThat(hil("flash", "--board=virtual").out()).contains("board     virtual runs ");
        assertThat(hil("reset", "--board=virtual").err())
                .startsWith("The board virtual lives no longer than a command; reset is for boards on USB, such as"
                        + " --board=nucleo\nUsage: hil reset");
        assertThat(hil("monitor", "--board=virtual", "--for=1").out()).contains("< HELLO reply ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flash", "reset", "monitor"})
    void unknown_board_is_wrong_usage_for_every_command(String command) {
        Outcome outcome = hil(command, "--board=nowhere");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("Unknown board \"nowhere\"\n  Do:   choose one of:");
    }
}

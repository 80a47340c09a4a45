package io.gradhil.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.testing.Processes;
import io.gradhil.testing.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and lines, against the prebuilt image and against what binutils say of it. */
class SymbolsTests {
    private static final Path FIRMWARE =
            Path.of(System.getProperty("gradhil.root", "../..")).resolve("firmware");
    private static final Path IMAGE = FIRMWARE.resolve("prebuilt/gradhil-f411re.elf");

    @TempDir
    private Path folder;

    private static Symbols prebuilt() throws IOException {
        return new Symbols(Files.readAllBytes(IMAGE));
    }

    /** Returns all even addresses from the lowest to the highest function, and some around. */
    private static List<Integer> addresses(Path image) throws IOException {
        ElfSections sections = new ElfSections(Files.readAllBytes(image));
        int start = sections.address(".text");
        List<Integer> addresses = new ArrayList<>();
        for (int at = start; at < start + sections.content(".text").capacity(); at += 2) {
            addresses.add(at);
        }
        return addresses;
    }

    private static String hex(int address) {
        return String.format("0x%08x", address);
    }

    /** Returns what addr2line says of each address, a path without the directory of the compilation. */
    private List<String> addr2line(Path image, List<Integer> addresses) throws IOException {
        Path input = Files.write(
                folder.resolve("addresses"),
                addresses.stream().map(SymbolsTests::hex).toList());
        Path output = folder.resolve("lines");
        Processes.run("sh", "-c", "arm-none-eabi-addr2line -e " + image + " < " + input + " > " + output);
        return Files.readAllLines(output).stream()
                .map(line -> line.replaceFirst(" \\(discriminator \\d+\\)", "")
                        .replaceFirst("^.*/(?=(app|nn|port|proto)/)", ""))
                .toList();
    }

    private static String line(Place place) {
        return place.line() == 0 ? "??:?" : place.file() + ":" + place.line();
    }

    @Test
    void every_line_is_the_one_that_addr2line_says() throws IOException {
        Tools.need("arm-none-eabi-addr2line");
        List<Integer> addresses = addresses(IMAGE);
        Symbols symbols = prebuilt();

        List<String> expected = addr2line(IMAGE, addresses);

        assertThat(addresses).hasSizeGreaterThan(4000);
        Map<String, String> wrong = differences(addresses, symbols, expected);
        assertThat(wrong).isEmpty();
    }

    private static Map<String, String> differences(List<Integer> addresses, Symbols symbols, List<String> expected) {
        Map<String, String> wrong = new TreeMap<>();
        for (int i = 0; i < addresses.size(); i++) {
            Place place = symbols.place(addresses.get(i));
            if (wrong.size() < 5 && !place.function().isEmpty() && !line(place).equals(expected.get(i))) {
                wrong.put(hex(addresses.get(i)), line(place) + " instead of " + expected.get(i));
            }
        }
        return wrong;
    }

    /** The compiler writes the tables itself here; elsewhere the assembler does. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void line_tables_of_every_version_are_read(int version) throws IOException {
        Tools.need("arm-none-eabi-gcc", "arm-none-eabi-addr2line");
        Path image = compile("-gdwarf-" + version, "-gno-as-loc-support");
        assertThat(lineTableVersions(image)).containsExactly(version);
        List<Integer> addresses = addresses(image);

        Symbols symbols = new Symbols(Files.readAllBytes(image));

        assertThat(addresses).hasSizeGreaterThan(500);
        assertThat(differences(addresses, symbols, addr2line(image, addresses))).isEmpty();
    }

    private Path compile(String... options) {
        Path image = folder.resolve("nn.elf");
        List<String> command = new ArrayList<>(List.of(
                "arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-O2"));
        command.addAll(List.of(options));
        command.addAll(List.of("-ffunction-sections", "-fno-math-errno", "-I" + FIRMWARE, "-nostdlib"));
        command.addAll(List.of("-Wl,-Ttext=0x08000100,-e,nn_network_forward,--unresolved-symbols=ignore-all"));
        command.addAll(List.of("-fdebug-prefix-map=" + FIRMWARE + "=.", "-o", image.toString()));
        for (String source : List.of("dense", "network", "activation", "loss")) {
            command.add(FIRMWARE + "/nn/" + source + ".c");
        }
        Processes.run(command.toArray(String[]::new));
        return image;
    }

    private static List<Integer> lineTableVersions(Path image) throws IOException {
        ByteBuffer lines = new ElfSections(Files.readAllBytes(image)).content(".debug_line");
        DwarfReader reader = new DwarfReader(lines);
        List<Integer> versions = new ArrayList<>();
        while (!reader.atEnd()) {
            versions.add(reader.take(reader.u4()).u2());
        }
        return versions.stream().distinct().toList();
    }

    @Test
    void every_function_begins_and_ends_where_readelf_says() throws IOException {
        Tools.need("arm-none-eabi-readelf");
        Symbols symbols = prebuilt();
        Path output = folder.resolve("symbols");
        Processes.run("sh", "-c", "arm-none-eabi-readelf -sW " + IMAGE + " > " + output);

        List<String[]> functions = Files.readAllLines(output).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length == 8 && fields[3].equals("FUNC"))
                .toList();

        assertThat(functions).hasSizeGreaterThan(80).allSatisfy(fields -> {
            int start = Integer.parseUnsignedInt(fields[1], 16) & ~1;
            int last = start + Integer.parseInt(fields[2]) - 2;
            assertThat(symbols.place(start).function()).isEqualTo(fields[7]);
            assertThat(symbols.place(start).offset()).isZero();
            assertThat(symbols.place(last).function()).isEqualTo(fields[7]);
        });
    }

    /** For machines without binutils: what they said of the prebuilt image's first functions, which change seldom. */
    @Test
    void a_place_is_function_offset_file_and_line() throws IOException {
        Place place = prebuilt().place(0x080001C7);

        assertThat(place).hasToString("0x080001C6 main+0xE at app/main.c:15");
        assertThat(place.brief()).isEqualTo("main (app/main.c:15)");
    }

    @ParameterizedTest
    @CsvSource({"0x07FFFFFE", "0x08000000", "0x08000198", "0x20000000", "0xFFFFFFFE"})
    void an_address_without_code_has_no_function_and_no_line(String address) throws IOException {
        Place place = prebuilt().place(Integer.parseUnsignedInt(address.substring(2), 16));

        assertThat(place).hasToString(address + " (no code of the image)");
        assertThat(place.brief()).isEqualTo(address);
    }

    @Test
    void the_linker_scripts_symbols_are_known() throws IOException {
        Symbols symbols = prebuilt();

        assertThat(symbols.value("stack_bottom")).hasValue(0x20000000);
        assertThat(symbols.value("stack_top")).hasValue(0x20001000);
        assertThat(symbols.value("nowhere")).isEmpty();
    }

    @Test
    void an_image_without_symbols_names_nothing() throws IOException {
        Tools.need("arm-none-eabi-strip");
        Path stripped = folder.resolve("stripped.elf");
        Processes.run("arm-none-eabi-strip", "-o", stripped.toString(), IMAGE.toString());

        Symbols symbols = new Symbols(Files.readAllBytes(stripped));

        assertThat(symbols.place(0x080001C6)).hasToString("0x080001C6 (no code of the image)");
        assertThat(symbols.isCode(0x080001C6)).isTrue();
    }

    @Test
    void no_symbols_name_nothing() {
        assertThat(Symbols.none().place(0x080001C6).brief()).isEqualTo("0x080001C6");
        assertThat(Symbols.none().isCode(0x080001C6)).isFalse();
    }

    @Test
    void an_image_cut_off_anywhere_is_refused_or_read_as_far_as_it_goes() throws IOException {
        byte[] elf = Files.readAllBytes(IMAGE);

        for (int length = 0; length < elf.length; length += 997) {
            byte[] part = Arrays.copyOf(elf, length);
            assertThatIllegalArgumentException().isThrownBy(() -> new Symbols(part));
        }
    }

    @Test
    void what_is_no_arm_image_is_refused() throws IOException {
        byte[] elf = Files.readAllBytes(IMAGE);
        elf[18] = 62;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Symbols(elf))
                .withMessage("built for ELF machine 62, not for ARM");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Symbols("no ELF".getBytes(StandardCharsets.US_ASCII)))
                .withMessage("not an ELF file");
    }
}

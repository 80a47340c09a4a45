package io.gradhil.suites.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.CrashRecord;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.RequestRefusedException;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.ErrorCode;
import io.gradhil.protocol.Fault;
import io.gradhil.protocol.McuClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A firmware that crashes says how, and is back for the next test. */
@HilTest
class CrashTests {
    @Test
    void an_undefined_instruction_is_told_with_its_registers(McuClient client) {
        CrashRecord crash = crash(client, Fault.UNDEFINED_INSTRUCTION);

        assertThat(crash.name()).isEqualTo("UsageFault");
        assertThat(crash.causes()).contains("UNDEFINSTR");
        assertThat(crash.pc()).isBetween(0x08000000, 0x08080000);
    }

    @Test
    void a_read_of_nothing_is_told_with_its_address(McuClient client) {
        CrashRecord crash = crash(client, Fault.BUS_ERROR);

        assertThat(crash.name()).isEqualTo("BusFault");
        assertThat(crash.causes()).contains("PRECISERR", "BFARVALID");
        assertThat(crash.bfar()).isNotZero();
    }

    @Test
    void a_stack_overflow_faults_instead_of_corrupting(McuClient client) {
        CrashRecord crash = crash(client, Fault.STACK_OVERFLOW);

        assertThat(crash.name()).isEqualTo("BusFault");
        assertThat(crash.causes()).contains("STKERR");
    }

    @Test
    void two_crashes_alike_are_two_crashes(McuClient client) {
        CrashRecord first = crash(client, Fault.UNDEFINED_INSTRUCTION);
        client.restart();

        assertThat(crash(client, Fault.UNDEFINED_INSTRUCTION).pc()).isEqualTo(first.pc());
    }

    @Test
    void the_board_works_again_after_a_crash(McuClient client) {
        crash(client, Fault.BUS_ERROR);

        client.restart();

        assertThat(client.echo(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    private static CrashRecord crash(McuClient client, Fault fault) {
        try {
            client.fault(fault);
        } catch (FirmwareFaultException crashed) {
            return crashed.crash();
        } catch (RequestRefusedException refused) {
            Assumptions.assumeFalse(refused.code() == ErrorCode.BAD_VALUE.code(), "this board cannot crash so");
            throw refused;
        }
        throw new AssertionError("the fault had no effect");
    }
}

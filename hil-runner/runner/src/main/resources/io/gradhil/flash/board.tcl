# What OpenOCD does to a board, after the board's configuration. The host follows it by the lines that begin with gradhil:
# and by nothing else. No double quotes in here: this text is one argument of a command line, and Windows would break it.

# Does one step of the work; when it fails, says which step and ends OpenOCD.
proc gradhil_step {name script} {
	echo [concat gradhil: step $name]
	if {[catch {uplevel 1 $script} reason]} {
		if {$reason ne {}} {
			echo $reason
		}
		echo [concat gradhil: failed $name]
		catch {shutdown error}
		error [concat gradhil: $name]
	}
}

# In connecting OpenOCD lets NRST go, which it did not hold, and then waits for it to rise, 100 ms: time that only a real reset needs.
proc gradhil_connect {} {
	set delay [lindex [adapter srst delay] end]
	adapter srst delay 0
	init
	adapter srst delay $delay
	poll off
}

# The chip's unique id, as the firmware's HELLO has it (RM0383, 24.1).
proc gradhil_uid {} {
	set uid {}
	foreach byte [read_memory 0x1FFF7A10 8 12] {
		append uid [format %02x $byte]
	}
	return $uid
}

# Nothing is written to another chip than the one that is meant; uid is empty if any will do.
proc gradhil_identify {uid} {
	set found [gradhil_uid]
	echo [concat gradhil: uid $found]
	if {$uid ne {} && $uid ne $found} {
		error [concat expected uid $uid, found $found]
	}
}

# FLASH_OPTCR.RDP: anything but 0xAA is a readout protection (RM0383, 3.6.3), under which reading fails in many ways.
proc gradhil_readable {} {
	set optcr [read_memory 0x40023C14 32 1]
	if {(($optcr >> 8) & 0xFF) != 0xAA} {
		error [format {FLASH_OPTCR is 0x%08X: readout protection} $optcr]
	}
}

# Each section's CRC-32 over all of its bytes, computed on the chip. verify_image would go on to compare bytes, and passes (0.12.0)
# when reading a section back fails that is not the last.
proc gradhil_verify {image} {
	if {[catch {verify_image_checksum $image}]} {
		catch {verify_image $image} differences
		error $differences
	}
}

# The chip is halted at its first instruction: what it sent before is of a former run. Goes on when the host has
# taken note of that, by deleting the file. Nothing touches the chip after the reset, so nothing has to wait for NRST to rise.
proc gradhil_run {gate} {
	echo {gradhil: halted}
	while {[file exists $gate]} {
		sleep 1
	}
	gradhil_step run {
		adapter srst delay 0
		reset run
	}
	shutdown
}

# Puts an image on the chip unless it is there already, and starts it.
proc gradhil_flash {image uid gate} {
	gradhil_step connect gradhil_connect
	gradhil_step reset {reset init}
	gradhil_step identify {gradhil_identify $uid}
	gradhil_step unlock gradhil_readable
	if {[catch {verify_image_checksum $image}]} {
		gradhil_step write {flash write_image erase $image}
		gradhil_step verify {gradhil_verify $image}
		echo {gradhil: written}
	} else {
		echo {gradhil: unchanged}
	}
	gradhil_run $gate
}

# Starts the chip's program afresh.
proc gradhil_reset {gate} {
	gradhil_step connect gradhil_connect
	gradhil_step reset {reset halt}
	gradhil_run $gate
}

# What the core is doing, see CoreSnapshot: it is halted for as long as reading takes. DHCSR tells of lockup and sleep only before that.
proc gradhil_core {} {
	echo [concat gradhil: dhcsr [read_memory 0xE000EDF0 32 1]]
	halt
	set registers [get_reg {r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 sp lr pc xPSR}]
	foreach {name value} $registers {
		echo [concat gradhil: $name $value]
	}
	echo [concat gradhil: system [read_memory 0xE000ED04 32 14]]
	set sp [expr {[dict get $registers sp] & ~3}]
	set from [expr {$sp < 0x20000000 && $sp >= 0x1FFE0000 ? 0x20000000 : $sp}]
	if {$from >= 0x20000000 && $from < 0x20020000} {
		set left [expr {(0x20020000 - $from) / 4}]
		echo [concat gradhil: stack $from [read_memory $from 32 [expr {$left < 1024 ? $left : 1024}]]]
	}
}

# Looks at the core and lets it run on, whatever comes of it.
proc gradhil_look {} {
	gradhil_step connect gradhil_connect
	gradhil_step look {
		set failed [catch gradhil_core reason]
		resume
		if {$failed} {
			error $reason
		}
	}
	shutdown
}

# Connects, which has the probe say what it is, and no more.
proc gradhil_probe {} {
	gradhil_step connect gradhil_connect
	shutdown
}

package io.gradhil.cli;

/**
 * What the doctor found of one thing.
 *
 * @param ok whether it is as it should be
 * @param subject what was looked at
 * @param found what was seen there; more lines are indented
 */
record Finding(boolean ok, String subject, String found) {
    static Finding ok(String subject, String found) {
        return new Finding(true, subject, found);
    }

    static Finding wrong(String subject, String found, String remedy) {
        return new Finding(false, subject, found + "\n  Do:   " + remedy);
    }

    /** An error of the framework says itself what to do. */
    static Finding wrong(String subject, RuntimeException error) {
        return new Finding(false, subject, String.valueOf(error.getMessage()));
    }

    @Override
    public String toString() {
        return String.format("%-5s %-10s %s", ok ? "ok" : "wrong", subject, found.replace("\n", "\n      "));
    }
}

package io.gradhil.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --verify}: {@code every} is 1. */
final class VerifyConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        try {
            return value.equals("every") ? 1 : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("\"" + value + "\" is neither \"every\" nor a number");
        }
    }
}

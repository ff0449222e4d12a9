package ru.xrouter.provider.format;

import com.networknt.schema.regex.RegularExpression;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A caller's regular expression, which may take no longer than a moment; a text that takes longer does not match. */
record BoundedPattern(Pattern pattern) implements RegularExpression {
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    static BoundedPattern of(String regex) {
        return new BoundedPattern(Pattern.compile(regex));
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new Watched(value, System.nanoTime() + LONGEST_NANOS))
                    .find();
        } catch (TooSlowException | StackOverflowError _) {
            return false;
        }
    }

    /** A text that can be read until a time: the matcher reads it at each of its steps. */
    private record Watched(CharSequence text, long until) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (System.nanoTime() - until > 0) {
                throw new TooSlowException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), until);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}

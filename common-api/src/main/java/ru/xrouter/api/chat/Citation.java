package ru.xrouter.api.chat;

/**
 * A source on the web that an answer rests on, and where in its text it is named.
 *
 * @param start the first character of the place, counted in code points
 * @param end one behind the last; the same as the start where the text does not name the source
 */
public record Citation(String url, String title, long start, long end) {}

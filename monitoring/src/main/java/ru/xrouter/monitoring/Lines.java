package ru.xrouter.monitoring;

import java.util.ArrayList;
import java.util.List;

/** Breaks a row's panels into lines that fill the page. */
final class Lines {
    private Lines() {}

    /** As few lines as hold the panels, each with as many as the next or one more; panels of a line are of one kind of width. */
    static List<List<Panel>> of(List<Panel> panels) {
        var lines = new ArrayList<List<Panel>>();
        for (int begin = 0; begin < panels.size(); ) {
            var most = panels.get(begin).kind().inALine();
            var end = begin;
            while (end < panels.size() && panels.get(end).kind().inALine() == most) {
                end++;
            }
            lines.addAll(balanced(panels.subList(begin, end), most));
            begin = end;
        }
        return lines;
    }

    private static List<List<Panel>> balanced(List<Panel> panels, int most) {
        var lines = new ArrayList<List<Panel>>();
        var left = Math.ceilDiv(panels.size(), most);
        for (int begin = 0; begin < panels.size(); left--) {
            var end = begin + Math.ceilDiv(panels.size() - begin, left);
            lines.add(panels.subList(begin, end));
            begin = end;
        }
        return lines;
    }
}

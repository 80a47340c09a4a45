package io.gradhil.page;

import java.util.List;

/** Pieces of a page. What is called text is escaped, what is called html is not. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String section(String title, String html) {
        return "<section><h2>" + escape(title) + "</h2>" + html + "</section>\n";
    }

    static String tile(String name, String value, String note) {
        return "<div class=\"tile\"><dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd><p>" + escape(note)
                + "</p></div>\n";
    }

    /** Returns a table whose first column is text and whose others are numbers. */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        head.forEach(
                cell -> html.append("<th scope=\"col\">").append(escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr><th scope=\"row\">").append(escape(row.get(0))).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}

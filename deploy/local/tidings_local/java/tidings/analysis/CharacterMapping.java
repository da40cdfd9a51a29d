package tidings.analysis;

import java.io.Reader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;

/** {@code mapping}: replaces strings by others, each rule written as {@code from => to}. */
final class CharacterMapping extends AbstractCharFilterFactory
    implements NormalizingCharFilterFactory {

    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private final NormalizeCharMap replacements;

    CharacterMapping(String name, Settings settings) {
        super(name);
        List<String> rules = settings.getAsList("mappings");
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(
                "mapping requires [mappings]; [mappings_path] is not supported here");
        }
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher parts = RULE.matcher(rule);
            if (!parts.matches()) {
                throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
            }
            builder.add(unescape(parts.group(1).strip()), unescape(parts.group(2).strip()));
        }
        replacements = builder.build();
    }

    @Override
    public Reader create(Reader text) {
        return new MappingCharFilter(replacements, text);
    }

    private static String unescape(String text) {
        return ESCAPE
            .matcher(text)
            .replaceAll(escape -> Matcher.quoteReplacement(resolve(escape.group(1), text)));
    }

    private static String resolve(String escape, String text) {
        if (escape.length() > 1) {
            return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        }
        return switch (escape.charAt(0)) {
            case '\\' -> "\\";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            default -> throw new IllegalArgumentException("Invalid escape in [" + text + "]");
        };
    }
}

package tidings.analysis;

import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.lucene.analysis.miscellaneous.DisableGraphAttribute;

/** {@code cjk_bigram}: each two neighbouring characters of Han, kana or Hangul become a token. */
final class Bigrams extends AbstractTokenFilterFactory {

    private static final Map<String, Integer> SCRIPTS =
        Map.of(
            "han", CJKBigramFilter.HAN,
            "hangul", CJKBigramFilter.HANGUL,
            "hiragana", CJKBigramFilter.HIRAGANA,
            "katakana", CJKBigramFilter.KATAKANA);

    private final int scripts;
    private final boolean withUnigrams;

    Bigrams(String name, Settings settings) {
        super(name);
        List<String> ignored = settings.getAsList("ignored_scripts");
        scripts =
            SCRIPTS.entrySet().stream()
                .filter(script -> !ignored.contains(script.getKey()))
                .mapToInt(Map.Entry::getValue)
                .reduce(0, (flags, flag) -> flags | flag);
        withUnigrams = settings.getAsBoolean("output_unigrams", false);
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        CJKBigramFilter bigrams = new CJKBigramFilter(tokens, scripts, withUnigrams);
        if (withUnigrams) {
            // Unigram and bigram stand at one position; read as a graph they would make a query
            // with a path for each combination.
            bigrams.addAttribute(DisableGraphAttribute.class);
        }
        return bigrams;
    }
}

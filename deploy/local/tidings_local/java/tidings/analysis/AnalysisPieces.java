package tidings.analysis;

import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The analysis that a distribution of Elasticsearch has and the bare server lacks, under the
 * distribution's names, with its parameters and its defaults, so that one mapping serves both.
 *
 * <p>Names and parameters are those of the Elasticsearch reference, chapter "Text analysis".
 */
public final class AnalysisPieces extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.ofEntries(
            Map.entry("asciifolding", normalizing(AnalysisPieces::foldToAscii)),
            Map.entry("cjk_bigram", (index, env, name, settings) -> new Bigrams(name, settings)),
            Map.entry("cjk_width", normalizing(settings -> CJKWidthFilter::new)),
            Map.entry("edge_ngram", filtering(AnalysisPieces::cutPrefixes)),
            Map.entry("kstem", filtering(settings -> KStemFilter::new)),
            Map.entry("length", filtering(AnalysisPieces::keepLengths)),
            Map.entry("porter_stem", filtering(settings -> PorterStemFilter::new)),
            Map.entry("stemmer", filtering(EnglishStemmers::choose)),
            Map.entry("trim", normalizing(settings -> TrimFilter::new)),
            Map.entry("unique", filtering(AnalysisPieces::dropRepeats)));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "html_strip", (index, env, name, settings) -> new MarkupRemoval(name, settings),
            "mapping",
                AnalysisPlugin.requiresAnalysisSettings(
                    (index, env, name, settings) -> new CharacterMapping(name, settings)));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "keyword", (index, env, name, settings) -> {
                int size = settings.getAsInt("buffer_size", 256);
                return TokenizerFactory.newFactory(name, () -> new KeywordTokenizer(size));
            },
            "whitespace", (index, env, name, settings) -> {
                int longest = settings.getAsInt("max_token_length", 255);
                return TokenizerFactory.newFactory(name, () -> new WhitespaceTokenizer(longest));
            });
    }

    private static Filtering.Step foldToAscii(Settings settings) {
        boolean keep = settings.getAsBoolean("preserve_original", false);
        return tokens -> new ASCIIFoldingFilter(tokens, keep);
    }

    private static Filtering.Step cutPrefixes(Settings settings) {
        int shortest = settings.getAsInt("min_gram", 1);
        int longest = settings.getAsInt("max_gram", 2);
        boolean keep = settings.getAsBoolean("preserve_original", false);
        if (settings.hasValue("side")) {
            throw new IllegalArgumentException("[side] is deprecated and not supported here");
        }
        return tokens -> new EdgeNGramTokenFilter(tokens, shortest, longest, keep);
    }

    private static Filtering.Step keepLengths(Settings settings) {
        int shortest = settings.getAsInt("min", 0);
        int longest = settings.getAsInt("max", Integer.MAX_VALUE);
        return tokens -> new LengthFilter(tokens, shortest, longest);
    }

    private static Filtering.Step dropRepeats(Settings settings) {
        boolean samePosition = settings.getAsBoolean("only_on_same_position", false);
        return tokens -> new DistinctTokens(tokens, samePosition);
    }

    private static AnalysisProvider<TokenFilterFactory> filtering(Filtering.Choice choice) {
        return (index, env, name, settings) -> new Filtering(name, choice.choose(settings));
    }

    private static AnalysisProvider<TokenFilterFactory> normalizing(Filtering.Choice choice) {
        return (index, env, name, settings) ->
            new Filtering.OfSingleCharacters(name, choice.choose(settings), folded(choice, settings));
    }

    /** A query's wildcard term must stay one token, so there the original is not kept beside it. */
    private static Filtering.Step folded(Filtering.Choice choice, Settings settings) {
        Settings alone = Settings.builder().put(settings).put("preserve_original", false).build();
        return choice.choose(alone);
    }
}

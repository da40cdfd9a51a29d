package tidings.analysis;

import java.util.Locale;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.tartarus.snowball.ext.EnglishStemmer;

/** The English ones among the languages of {@code stemmer}; both spellings of a name are known. */
final class EnglishStemmers {

    private EnglishStemmers() {}

    static Filtering.Step choose(Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        return switch (language.toLowerCase(Locale.ROOT)) {
            case "english", "porter" -> PorterStemFilter::new;
            case "light_english", "lightenglish", "kstem" -> KStemFilter::new;
            case "minimal_english", "minimalenglish" -> EnglishMinimalStemFilter::new;
            case "porter2" -> tokens -> new SnowballFilter(tokens, new EnglishStemmer());
            case "possessive_english", "possessiveenglish" -> EnglishPossessiveFilter::new;
            default ->
                throw new IllegalArgumentException(
                    "the embedded node has no stemmer for language ["
                        + language
                        + "]; it has english, light_english, minimal_english, porter2 and"
                        + " possessive_english");
        };
    }
}

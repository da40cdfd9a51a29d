package tidings.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;

/** A token filter of Lucene as Elasticsearch wants it: a named factory. */
class Filtering extends AbstractTokenFilterFactory {

    /** Puts one filter behind a stream of tokens. */
    interface Step {
        TokenStream append(TokenStream tokens);
    }

    /** Reads the settings of a filter once, and refuses wrong ones when the index is created. */
    interface Choice {
        Step choose(Settings settings);
    }

    private final Step step;

    Filtering(String name, Step step) {
        super(name);
        this.step = step;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return step.append(tokens);
    }

    /** A filter that keyword normalizers and wildcard queries may use too. */
    static final class OfSingleCharacters extends Filtering implements NormalizingTokenFilterFactory {

        private final Step normalization;

        OfSingleCharacters(String name, Step step, Step normalization) {
            super(name, step);
            this.normalization = normalization;
        }

        @Override
        public TokenStream normalize(TokenStream tokens) {
            return normalization.append(tokens);
        }
    }
}

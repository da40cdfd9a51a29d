package tidings.analysis;

import java.io.IOException;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** {@code unique}: a token passes once in a text, or once at a position. */
final class DistinctTokens extends FilteringTokenFilter {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final CharArraySet seen = new CharArraySet(16, false);
    private final boolean samePosition;

    DistinctTokens(TokenStream tokens, boolean samePosition) {
        super(tokens);
        this.samePosition = samePosition;
    }

    @Override
    protected boolean accept() {
        if (samePosition && step.getPositionIncrement() > 0) {
            seen.clear();
        }
        return seen.add(term.toString());
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        seen.clear();
    }
}

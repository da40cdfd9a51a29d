package tidings.analysis;

import java.io.Reader;
import java.util.Set;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;

/** {@code html_strip}: takes out markup and decodes entities, except tags that are named. */
final class MarkupRemoval extends AbstractCharFilterFactory {

    private final Set<String> keptTags;

    MarkupRemoval(String name, Settings settings) {
        super(name);
        keptTags = Set.copyOf(settings.getAsList("escaped_tags"));
    }

    @Override
    public Reader create(Reader text) {
        return new HTMLStripCharFilter(text, keptTags);
    }
}

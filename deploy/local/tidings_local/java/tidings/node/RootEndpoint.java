package tidings.node;

import java.io.IOException;
import org.apache.lucene.util.Version;
import org.elasticsearch.Build;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.node.Node;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestHandler.Route;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * Answers {@code GET /} and {@code HEAD /}: clients ask there for the server's version and life.
 *
 * <p>In a distribution a module does; this gives the same fields.
 */
final class RootEndpoint {

    private RootEndpoint() {}

    static void register(Node node) {
        ClusterService cluster = node.injector().getInstance(ClusterService.class);
        RestHandler handler =
            (request, channel, client) ->
                channel.sendResponse(
                    new RestResponse(RestStatus.OK, describe(channel.newBuilder(), cluster)));
        RestController controller = node.injector().getInstance(RestController.class);
        controller.registerHandler(new Route(RestRequest.Method.GET, "/"), handler);
        controller.registerHandler(new Route(RestRequest.Method.HEAD, "/"), handler);
    }

    private static XContentBuilder describe(XContentBuilder body, ClusterService cluster)
        throws IOException {
        Build build = Build.current();
        return body.startObject()
            .field("name", cluster.getNodeName())
            .field("cluster_name", cluster.getClusterName().value())
            .field("cluster_uuid", cluster.state().metadata().clusterUUID())
            .startObject("version")
            .field("number", build.qualifiedVersion())
            .field("build_flavor", build.flavor())
            .field("build_type", build.type().displayName())
            .field("build_hash", build.hash())
            .field("build_date", build.date())
            .field("build_snapshot", build.isSnapshot())
            .field("lucene_version", Version.LATEST.toString())
            .field("minimum_wire_compatibility_version", build.minWireCompatVersion())
            .field("minimum_index_compatibility_version", build.minIndexCompatVersion())
            .endObject()
            .field("tagline", "You Know, for Search")
            .endObject();
    }
}

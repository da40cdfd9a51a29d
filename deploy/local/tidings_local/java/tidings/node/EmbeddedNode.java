package tidings.node;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node until the process is asked to end.
 *
 * <p>Each argument is a setting, {@code name=value}; {@code path.home} is required. It does what
 * the launcher of a distribution does, less security, native code and its Java modules.
 */
public final class EmbeddedNode {

    private EmbeddedNode() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = readSettings(arguments);
        // Before any other class of the server, which would log without a configuration.
        LogConfigurator.configureWithoutConfig(settings);
        Path home = Path.of(settings.get("path.home"));
        Environment environment = new Environment(settings, home.resolve("config"));
        Node node = new Node(environment, loadModules(environment));
        // Before start() opens the port, so that whoever can connect also gets GET /.
        RootEndpoint.register(node);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
        node.start();
        // The node's own threads do not keep a JVM running.
        new CountDownLatch(1).await();
    }

    private static Settings readSettings(String[] arguments) {
        Settings.Builder builder = Settings.builder();
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            builder.put(argument.substring(0, split), argument.substring(split + 1));
        }
        return builder.build();
    }

    /**
     * Finds the modules' classes on the class path.
     *
     * <p>The loader's factory reads the exports of the server's own Java module, which is none when
     * the server itself is on the class path; its constructor takes layers that are ready.
     */
    private static PluginsLoader loadModules(Environment environment)
        throws ReflectiveOperationException {
        Set<PluginBundle> bundles =
            PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
        ClassLoader classes = ClassLoader.getSystemClassLoader();
        ModuleLayer boot = ModuleLayer.boot();
        Class<?> layerType = Class.forName("org.elasticsearch.plugins.PluginsLoader$LoadedPluginLayer");
        Map<String, Object> layers = new HashMap<>();
        for (PluginBundle bundle : bundles) {
            Object layer = construct(layerType, bundle, classes, boot, classes, boot);
            layers.put(bundle.pluginDescriptor().getName(), layer);
        }
        return (PluginsLoader)
            construct(PluginsLoader.class, bundles, new HashSet<PluginBundle>(), layers);
    }

    private static Object construct(Class<?> type, Object... arguments)
        throws ReflectiveOperationException {
        Constructor<?> only = type.getDeclaredConstructors()[0];
        only.setAccessible(true);
        return only.newInstance(arguments);
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (IOException error) {
            throw new IllegalStateException("the node did not close", error);
        }
    }
}

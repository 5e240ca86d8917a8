package no.tandem.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** One function of the package as a process: started when it is called, as Lambda does. */
final class PackagedFunction implements AutoCloseable {
  private static final String OWN_CLASSES = "lib/0-tandem.jar";
  private static final Path LOGS = Path.of("target/lambda-logs");
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

  private final String name;
  private final Path folder;
  private final List<String> options;
  private final Map<String, String> environment;
  private final Path log;
  private Optional<Instance> instance = Optional.empty();

  /** A process, and the one side of Lambda that it sees. */
  private record Instance(Process process, RuntimeApi api, long startedAt) {}

  /**
   * @param name as {@code QUARKUS_FUNQY_EXPORT} has it
   * @param folder where the package was unpacked; with a {@code bootstrap} it is a native one
   */
  PackagedFunction(String name, Path folder, Map<String, String> environment) throws IOException {
    this(name, name, folder, List.of(), environment);
  }

  /**
   * @param log names its log file
   * @param options of the JVM, or of the native executable
   */
  PackagedFunction(
      String name, String log, Path folder, List<String> options, Map<String, String> environment)
      throws IOException {
    this.name = name;
    this.folder = folder;
    this.options = options;
    this.environment = environment;
    this.log = LOGS.resolve(log + ".log");
    Files.createDirectories(LOGS);
  }

  /** Unpacks the package. */
  static Path unpack(Path zip, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(folder)) {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
    Path bootstrap = folder.resolve("bootstrap");
    if (Files.exists(bootstrap) && !bootstrap.toFile().setExecutable(true)) {
      throw new IOException("bootstrap cannot be made executable");
    }
    return folder;
  }

  static boolean isNative(Path folder) {
    return Files.exists(folder.resolve("bootstrap"));
  }

  /** Starts a call; the process is started if there is none. */
  CompletableFuture<String> start(String event) throws IOException {
    Optional<Instance> running = instance.filter(one -> one.process().isAlive());
    Instance chosen = running.isPresent() ? running.get() : launch();
    instance = Optional.of(chosen);
    return chosen.api().invoke(event);
  }

  /** Calls it and waits for the answer. */
  String call(String event) throws IOException, InterruptedException {
    try {
      return start(event).get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeApi.FunctionErrorException error) {
        throw error;
      }
      throw new IOException(name + " did not answer; its log: " + log(), e);
    } catch (TimeoutException e) {
      throw new IOException(name + " did not answer in time; its log: " + log(), e);
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    instance.ifPresent(one -> one.process().destroyForcibly());
  }

  void awaitEnd() throws InterruptedException {
    if (instance.isPresent()) {
      instance.get().process().waitFor();
    }
  }

  /** Lets it end by itself, with what it does then. */
  void end() throws InterruptedException {
    process().destroy();
    process().waitFor();
  }

  /** The root of the X-Ray trace of the last call. */
  String lastTrace() {
    return instance.orElseThrow().api().lastTrace();
  }

  Process process() {
    return instance.orElseThrow().process();
  }

  /** Since the process was asked for. */
  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - instance.orElseThrow().startedAt());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  long logSize() throws IOException {
    return Files.size(log);
  }

  /** Puts the classes that lie in the folder itself into a jar, as an archive of classes needs. */
  static void jarClasses(Path folder) throws IOException {
    List<Path> loose;
    try (Stream<Path> files = Files.walk(folder)) {
      loose =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(folder.resolve("lib")))
              .toList();
    }
    Path jar = folder.resolve(OWN_CLASSES);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path file : loose) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
        Files.delete(file);
      }
    }
  }

  private Instance launch() throws IOException {
    RuntimeApi api = new RuntimeApi();
    List<String> command = new ArrayList<>();
    if (isNative(folder)) {
      command.add(folder.resolve("bootstrap").toString());
      command.addAll(options);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-XX:+UseSerialGC");
      command.addAll(options);
      command.add("-cp");
      command.add(classPath());
      command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
      command.add("io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    builder.environment().put("QUARKUS_FUNQY_EXPORT", name);
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "tandem-" + name);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long startedAt = System.nanoTime();
    Process process = builder.start();
    var unused = process.onExit().thenRun(api::functionDied);
    return new Instance(process, api, startedAt);
  }

  private String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
      // With its classes in a jar, the folder has only empty folders of theirs, which CDS refuses.
      String own = Files.exists(folder.resolve(OWN_CLASSES)) ? "" : folder + File.pathSeparator;
      return own
          + jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator))
          + File.pathSeparator
          + runtime();
    }
  }

  /** The jars of AWS's runtime interface client, which Lambda's Java runtime brings along. */
  private static String runtime() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith("aws-lambda-java-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public void close() {
    kill();
  }
}

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

/** One function of the package as a process: started when it is called, as Lambda does. */
final class PackagedFunction implements AutoCloseable {
  private static final Path LOGS = Path.of("target/lambda-logs");
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

  private final String name;
  private final Path folder;
  private final Map<String, String> environment;
  private Optional<Instance> instance = Optional.empty();

  /** A process, and the one side of Lambda that it sees. */
  private record Instance(Process process, RuntimeApi api) {}

  /**
   * @param name as {@code QUARKUS_FUNQY_EXPORT} has it
   * @param folder where the package was unpacked; with a {@code bootstrap} it is a native one
   */
  PackagedFunction(String name, Path folder, Map<String, String> environment) throws IOException {
    this.name = name;
    this.folder = folder;
    this.environment = environment;
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

  /** The root of the X-Ray trace of the last call. */
  String lastTrace() {
    return instance.orElseThrow().api().lastTrace();
  }

  String log() throws IOException {
    return Files.readString(logFile().toPath());
  }

  private File logFile() {
    return LOGS.resolve(name + ".log").toFile();
  }

  private Instance launch() throws IOException {
    RuntimeApi api = new RuntimeApi();
    List<String> command = new ArrayList<>();
    if (isNative(folder)) {
      command.add(folder.resolve("bootstrap").toString());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-cp");
      command.add(folder + File.pathSeparator + folder + "/lib/*" + File.pathSeparator + runtime());
      command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
      command.add("io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    builder.environment().put("QUARKUS_FUNQY_EXPORT", name);
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "tandem-" + name);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()));
    Process process = builder.start();
    var unused = process.onExit().thenRun(api::functionDied);
    return new Instance(process, api);
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

package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.database.NotificationListener;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Obeys the commands to all deployments of one process, over one listening connection.
 *
 * <p>The rows are the truth. A notification wakes the deployment it is for; once a second, and
 * after each time the connection was made, one query finds what waits all the same, so a lost
 * notification costs a second and a doubled one nothing. A row is claimed under the epoch the
 * process took for the deployment, which shuts out those that were replaced. Commands are carried
 * out in the order sent, each deployment's by itself; stop and kill overtake, and are acked before
 * they are carried out. What fails three times, or ends the process three times, is given up.
 *
 * <p>Thread-safe.
 */
public final class CommandListener implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final NotificationListener notifications;
  private final CommandQueueTable table;
  private final DeploymentTable deployments;
  private final CostTable costs;
  private final Map<UUID, Host> hosts = new ConcurrentHashMap<>();
  private final Poller poller;

  /** Being obeyed for. */
  public interface Hosting extends AutoCloseable {
    /** Claims no more commands; one that is being carried out is not waited for. */
    @Override
    void close();
  }

  /** Begins; the listening connection stays its owner's to close, after this. */
  public CommandListener(Database database, NotificationListener notifications) {
    this(database, notifications, PERIOD);
  }

  CommandListener(Database database, NotificationListener notifications, Duration period) {
    this.notifications = notifications;
    this.table = new CommandQueueTable(database);
    this.deployments = new DeploymentTable(database);
    this.costs = new CostTable(database);
    this.poller = Poller.start("command-poller", period, this::look);
  }

  /**
   * Obeys for one deployment from now on, beginning with what waits already.
   *
   * @param epoch of {@link LeaseTable}
   * @return closing it ends that
   * @throws IllegalStateException when it is obeyed for already
   */
  public Hosting host(Deployment deployment, long epoch, CommandHandler handler) {
    Host host = new Host(deployment, epoch, handler);
    if (hosts.putIfAbsent(deployment.id(), host) != null) {
      throw new IllegalStateException("hosted already: " + deployment.id());
    }
    host.listen();
    return host;
  }

  /** Stops claiming; what is being carried out is not waited for. */
  @Override
  public void close() {
    hosts.values().forEach(Host::close);
    poller.close();
  }

  private void look() {
    if (hosts.isEmpty()) {
      return;
    }
    for (UUID id : table.waiting(hosts.keySet())) {
      Host host = hosts.get(id);
      if (host != null) {
        host.wake();
      }
    }
  }

  private final class Host implements Hosting, NotificationListener.Subscriber {
    private final UUID id;
    private final CommandStrand urgent;
    private final CommandStrand ordinary;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private NotificationListener.@Nullable Subscription subscription;

    Host(Deployment deployment, long epoch, CommandHandler handler) {
      this.id = deployment.id();
      Hosted hosted = new Hosted(deployment, epoch, handler, open::get);
      this.urgent = new CommandStrand(hosted, true, table, deployments, costs);
      this.ordinary = new CommandStrand(hosted, false, table, deployments, costs);
    }

    synchronized void listen() {
      if (open.get()) {
        subscription = notifications.listen("agent_commands_" + id, this);
      }
    }

    void wake() {
      urgent.wake();
      ordinary.wake();
    }

    @Override
    public void onConnected() {
      poller.wake();
    }

    @Override
    public void onNotify(String channel, String payload) {
      wake();
    }

    @Override
    public synchronized void close() {
      open.set(false);
      hosts.remove(id, this);
      if (subscription != null) {
        subscription.close();
      }
    }
  }
}

package no.tandem.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import no.tandem.remote.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * A course of events in which many things go on at once: each in a thread of its own, of which only
 * one has the turn. Whoever waits hands on to whoever's moment comes next, and that moment is now.
 */
final class Course {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          runnable -> {
            Thread thread = new Thread(runnable, "in a course of events");
            thread.setDaemon(true);
            return thread;
          });

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Semaphore over = new Semaphore(0);
  private final Instant end;
  private Instant now;
  private long number;
  private @Nullable Task current;
  private @Nullable Throwable failure;

  /** Something that goes on. */
  private static final class Task {
    private final Runnable work;
    private final Semaphore turn = new Semaphore(0);
    private boolean begun;

    Task(Runnable work) {
      this.work = work;
    }
  }

  private record Event(Instant at, long number, Task task) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * @param end what is planned for later never happens
   */
  Course(Instant begin, Instant end) {
    this.now = begin;
    this.end = end;
  }

  Instant now() {
    return now;
  }

  /** Lets something begin at that moment, or now if that is past. */
  void at(Instant moment, Runnable work) {
    events.add(new Event(moment.isBefore(now) ? now : moment, number++, new Task(work)));
  }

  /** Plays everything. */
  void play() {
    next();
    over.acquireUninterruptibly();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** Time as a machine sees it whose clock is ahead by so much. */
  Waiting seenBy(Duration ahead) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.plus(ahead);
          }
        };
    return new Waiting() {
      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public void pause(Duration duration) {
        Course.this.pause(duration);
      }
    };
  }

  void pause(Duration duration) {
    Task me = current;
    if (me == null) {
      // Before the play begins there is no other process.
      now = now.plus(duration);
      return;
    }
    events.add(new Event(now.plus(duration), number++, me));
    if (events.peek().task() == me) {
      now = events.poll().at();
    } else {
      next();
      me.turn.acquireUninterruptibly();
    }
  }

  private void next() {
    Event event = events.poll();
    if (event == null || event.at().isAfter(end) || failure != null) {
      over.release();
      return;
    }
    now = event.at();
    Task task = event.task();
    current = task;
    if (task.begun) {
      task.turn.release();
      return;
    }
    task.begun = true;
    THREADS.execute(
        () -> {
          try {
            task.work.run();
          } catch (Throwable e) {
            failure = e;
          }
          next();
        });
  }
}

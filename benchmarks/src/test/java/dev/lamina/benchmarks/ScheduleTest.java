package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  @Test
  void thoseThatHadEnoughDropOutOfTheWarmUp() {
    Schedule schedule = new Schedule(List.of(new Fixed(1), new Fixed(3), new Fixed(2)));
    assertEquals(6, schedule.warmups());
    assertEquals(3, schedule.roundLength());
    assertEquals(
        List.of(0, 1, 2, 1, 2, 1, /* from here they count */ 0, 1, 2, 0, 1, 2),
        IntStream.range(0, 12).map(schedule::turn).boxed().toList());
  }

  private record Fixed(int warmups) implements Turn {
    @Override
    public String displayName() {
      return "fixed";
    }
  }
}

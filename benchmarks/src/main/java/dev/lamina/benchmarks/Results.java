package dev.lamina.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run found out.
 *
 * @param facts about the machine
 * @param leftOut why engines took no part
 * @param bandwidths gigabytes a second in each round, for each working set in bytes
 * @param timings what was measured
 */
record Results(
    Map<String, String> facts,
    Map<String, String> leftOut,
    Map<Long, double[]> bandwidths,
    List<Timing> timings) {

  String toJson() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("facts", facts);
    fields.put("leftOut", leftOut);
    Map<String, Object> rates = new LinkedHashMap<>();
    bandwidths.forEach((bytes, rounds) -> rates.put(bytes.toString(), rounds));
    fields.put("bandwidthGigabytes", rates);
    fields.put("timings", timings.stream().map(Timing::fields).toList());
    return Json.write(fields);
  }

  static Results ofJson(String text) {
    Json json = Json.parse(text);
    Map<Long, double[]> bandwidths = new LinkedHashMap<>();
    json.get("bandwidthGigabytes")
        .fields()
        .forEach((bytes, rounds) -> bandwidths.put(Long.valueOf(bytes), rounds.numbers()));
    List<Timing> timings = new ArrayList<>();
    json.get("timings").items().forEach(timing -> timings.add(Timing.read(timing)));
    return new Results(texts(json.get("facts")), texts(json.get("leftOut")), bandwidths, timings);
  }

  private static Map<String, String> texts(Json json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.fields().forEach((name, text) -> texts.put(name, text.text()));
    return texts;
  }
}

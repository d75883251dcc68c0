#include "fuzz/targets.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/engine.hpp"
#include "core/rows_message.hpp"

namespace tablattice::fuzzing {
namespace {

constexpr double now_ms = 1'700'000'000'000;

constexpr const char* config = R"({"client":"own","scope":"fuzz","locks":true,
  "seed":"9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95",
  "collections":{"slots":{"feed":true},"plain":{"version":null,"ids":"server","patch":"assign"}}})";

// Sanitizers and libFuzzer both stop at an abort.
void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

// An engine that leads and has rows, a mutation under way, and a view.
class Desk {
 public:
  Desk() : engine_(config, now_ms) {
    input(engine_.signal(R"({"type":"start"})", now_ms));
    input(engine_.signal(R"({"type":"lock","name":"leader","held":true})", now_ms));
    input(engine_.load("slots", R"({"revision":2,"rows":[{"id":"s1","text":"a","version":1},{"id":7,"version":2}]})",
                       now_ms));
    input(engine_.dispatch(R"({"type":"slots/update","payload":{"id":"s1","changes":{"text":"b"}}})", now_ms));
    engine_.open_view(R"({"from":"slots","orderBy":["text"],"aggregates":{"n":{"op":"count"}}})");
    read();
  }

  Engine& engine() { return engine_; }

  // Whatever came in: what comes out is JSON, and what was refused has changed no row.
  void input(std::uint32_t mask) {
    const bool refused = (mask & mask_refused) != 0;
    const std::string rows = read();
    if (refused) require(rows == rows_, "a refused input changed rows");
    rows_ = rows;
  }

  // The id of the request of that type that is under way; 0: there is none.
  double request(const char* type) {
    for (const Json& effect : Json::parse(engine_.take_effects())) {
      if (effect["kind"] == "request" && effect["operation"]["type"] == type) return effect["id"].get<double>();
    }
    return 0;
  }

 private:
  std::string read() {
    for (const std::string& text : {engine_.take_effects(), engine_.status(), engine_.pending(), engine_.failures(),
                                    engine_.result(), engine_.take_changes(), engine_.read_views()}) {
      require(parse_json(text).ok(), "an answer of the engine is not JSON");
    }
    std::string rows;
    for (const char* collection : {"slots", "plain"}) {
      for (const Json& key : Json::parse(engine_.keys(collection))) rows += engine_.row(collection, key.dump());
    }
    return rows;
  }

  Engine engine_;
  std::string rows_;
};

void answer(std::string_view bytes, const char* type) {
  Desk desk;
  const bool list = std::string_view(type) == "list";
  if (list) desk.engine().load("slots", R"([])", now_ms);
  desk.engine().signal(R"({"type":"invalidate","collection":"slots"})", now_ms);
  const double id = desk.request(type);
  desk.input(desk.engine().respond(id, R"({"status":200})", bytes, now_ms));
  // Twice: what was joined once is no news.
  desk.input(desk.engine().load("slots", bytes, now_ms));
  desk.input(desk.engine().load("plain", bytes, now_ms));
}

// What is read as a message of rows is what the long way reads, which a space before it enforces; whatever was read before.
void require_same_reading(std::string_view bytes) {
  static RowOpenings read_before;
  const auto quickly = read_rows_message(bytes, read_before);
  RowOpenings none;
  const auto at_first = read_rows_message(bytes, none);
  require(quickly.has_value() == at_first.has_value(), "what was read before decides whether rows can be read");
  if (!quickly) return;
  const Result<Message> slowly = decode_message(" " + std::string(bytes));
  require(slowly.ok() && encode_message(*quickly) == encode_message(slowly.value), "two ways read different rows");
}

}  // namespace

void receive(std::string_view bytes) {
  require_same_reading(bytes);
  Desk desk;
  desk.input(desk.engine().receive("channel", bytes, now_ms));
  desk.input(desk.engine().receive("storage", bytes, now_ms));
  const Json entry = {{"key", "outbox/a:1"}, {"text", Json(bytes).dump()}};
  desk.input(desk.engine().signal(R"({"type":"stored","entries":[)" + entry.dump() + "]}", now_ms));
  desk.input(desk.engine().wake(now_ms + 200));
  desk.input(desk.engine().wake(now_ms + 60'000));
}

void list(std::string_view bytes) { answer(bytes, "list"); }

void changes(std::string_view bytes) { answer(bytes, "changes"); }

void query(std::string_view bytes) {
  Desk desk;
  const int handle = desk.engine().open_view(bytes);
  if (handle == 0) return desk.input(mask_refused);
  require(parse_json(desk.engine().read_views()).ok(), "a view's patch is not JSON");
  desk.input(desk.engine().set_window(handle, 1, 1));
  desk.input(desk.engine().load("slots", R"([{"id":"s2","text":"c","version":9}])", now_ms));
  require(parse_json(desk.engine().read_views()).ok(), "a view's patch is not JSON");
  desk.engine().close_view(handle);
}

void action(std::string_view bytes) {
  Desk desk;
  desk.input(desk.engine().dispatch(bytes, now_ms));
}

}  // namespace tablattice::fuzzing

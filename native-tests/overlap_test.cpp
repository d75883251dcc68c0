// The availability slice in the engine: whatever is pending, was told or read, a change is refused exactly where a look at every
// row finds an overlap.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "availability/availability.hpp"
#include "core/message.hpp"
#include "support/seed.hpp"
#include "support/tab.hpp"

namespace tablattice {
namespace {

using testing::Tab;

constexpr const char* schedule[] = {"therapistId", "date", "startTime", "endTime"};

Json some_slot(Chooser& random, const std::string& id) {
  const std::size_t start = random.below(6);
  return {{"id", id},
          {"therapistId", "th-" + std::to_string(random.below(2))},
          {"date", "2030-01-0" + std::to_string(1 + random.below(2))},
          {"startTime", "0" + std::to_string(start) + ":00"},
          {"endTime", "0" + std::to_string(start + 1 + random.below(2)) + ":00"},
          {"isActive", !random.once_in(4)}};
}

std::string some_id(Chooser& random) { return "s" + std::to_string(random.below(8)); }

bool overlaps(const Json& row, const Json& other) {
  return row["id"] != other["id"] && row["therapistId"] == other["therapistId"] && row["date"] == other["date"] &&
         other["isActive"] == true && row["startTime"].text() < other["endTime"].text() &&
         other["startTime"].text() < row["endTime"].text();
}

// Where an update changes nothing of this, a row that overlaps already is let be.
bool touches_schedule(const Json& before, const Json& after) {
  return (after["isActive"] == true && before["isActive"] == false) ||
         std::any_of(std::begin(schedule), std::end(schedule),
                     [&](const char* field) { return before[field] != after[field]; });
}

class Trial {
 public:
  explicit Trial(Chooser& random) : random_(random) { tab_.signal({{"type", "start"}}); }

  void step() {
    switch (random_.below(6)) {
      case 0:
        return remove();
      case 1:
        return hear_row();
      case 2:
        return answer();
      default:
        return write();
    }
  }

 private:
  void write() {
    const std::string id = some_id(random_);
    const auto rows = tab_.rows();
    const bool there = rows.contains(id);
    const Json slot = some_slot(random_, id);
    Json changes = slot;
    changes.erase("id");
    const bool judged = !there || touches_schedule(rows.at(id), slot);
    const bool taken = slot["isActive"] == true && std::any_of(rows.begin(), rows.end(), [&](const auto& item) {
                         return overlaps(slot, item.second);
                       });
    there ? tab_.dispatch("slots/update", {{"id", id}, {"changes", changes}}) : tab_.dispatch("slots/create", slot);
    EXPECT_EQ(tab_.refused_code(), judged && taken ? "check_failed" : "") << dump_json(slot);
  }

  void remove() { tab_.dispatch("slots/delete", some_id(random_)); }

  // From another tab, which may know nothing of what is pending here.
  void hear_row() {
    Json row = some_slot(random_, some_id(random_));
    row["version"] = ++version_;
    RowsEvent event;
    event.collection = "slots";
    event.stamp = {testing::start_ms, static_cast<std::uint32_t>(version_), "b"};
    if (random_.once_in(4)) {
      event.gone.push_back({dump_json(row["id"]), Json(version_), false});
    } else {
      event.rows.add(row);
    }
    tab_.receive(encode_message({"b", 1, ++heard_, testing::start_ms, {event}}));
  }

  // The server takes a change, or refuses it.
  void answer() {
    for (const char* type : {"create", "update", "delete"}) {
      for (const auto& request : tab_.take_requests(type)) {
        Json row = tab_.row(request.operation["key"].text());
        row.is_null() || random_.once_in(3) ? tab_.respond(request, testing::refusal(422))
                                            : tab_.respond(request, testing::good(confirmed(row)));
      }
    }
  }

  Json confirmed(Json row) {
    row.erase("$pending");
    row["version"] = ++version_;
    return row;
  }

  static Json config() {
    register_availability();
    return testing::tab_config("a", {{"slice", "availability"}}, {{"poll", false}});
  }

  Chooser& random_;
  Tab tab_{config()};
  std::uint64_t version_ = 0;
  std::uint64_t heard_ = 0;
};

TEST(Overlap, IsFoundWhateverIsPending) {
  const std::uint64_t seed = announced_seed("Overlap.IsFoundWhateverIsPending");
  for (std::uint64_t run = 0; run < 40 && !::testing::Test::HasFailure(); ++run) {
    Chooser random(seed + run);
    Trial trial(random);
    for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) trial.step();
  }
}

}  // namespace
}  // namespace tablattice

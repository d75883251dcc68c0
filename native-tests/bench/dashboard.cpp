#include "bench/dashboard.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace tablattice::bench {
namespace {

constexpr double start_ms = 1'900'000'000'000;
constexpr std::size_t therapists = 500;
constexpr std::size_t days = 336;  // twelve months of 28 days

constexpr std::array queries = {
    R"({"from":"availability","where":{"therapistId":"th-7"},"orderBy":["date","startTime","id"]})",
    R"({"from":"availability","where":{"isActive":true},"orderBy":["date","startTime","id"],"limit":50})",
    R"({"from":"availability","where":{"date":{"gte":"2030-06-01","lt":"2030-06-08"}},"orderBy":["date","startTime","id"],
        "aggregates":{"perTherapist":{"op":"count","groupBy":"therapistId"}}})",
};

// What cannot happen unless the bench itself is wrong ends it.
void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "The benchmark's engine refused its %s.\n", what.c_str());
  std::abort();
}

// SplitMix64 by Sebastiano Vigna, public domain: the n-th number.
std::uint64_t mixed(std::uint64_t n) {
  std::uint64_t z = (n + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::string slot_id(std::size_t index) {
  std::array<char, 40> text{};
  const std::uint64_t high = mixed(2 * index);
  const std::uint64_t low = mixed(2 * index + 1);
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32U),
                static_cast<unsigned>(high >> 16U & 0xffffU), static_cast<unsigned>(high & 0xfffU),
                static_cast<unsigned>(low >> 52U), static_cast<unsigned long long>(low & 0xffff'ffff'ffffU));
  return text.data();
}

}  // namespace

std::string slot_text(std::size_t index, std::uint64_t version, unsigned variant) {
  const std::uint64_t dice = mixed(index + 0x1000'0000U);
  const auto day = static_cast<unsigned>(dice % days);
  const auto hour = static_cast<unsigned>((dice / days + variant) % 12 + 7);
  std::array<char, 400> text{};
  const int length =
      std::snprintf(text.data(), text.size(),
                    R"({"id":"%s","therapistId":"th-%u","therapistName":"Ingrid Solberg","date":"2030-%02u-%02u",)"
                    R"("startTime":"%02u:00","endTime":"%02u:45","isActive":%s,"notes":"Video only","version":%llu,)"
                    R"("updatedAt":"2029-12-01T09:30:00.000Z"})",
                    slot_id(index).c_str(), static_cast<unsigned>(index % therapists), day / 28 + 1, day % 28 + 1, hour,
                    hour, dice % 5 == 0 ? "false" : "true", static_cast<unsigned long long>(version));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string list_body(std::size_t count) {
  std::string body = R"({"revision":)" + std::to_string(count) + R"(,"rows":[)";
  for (std::size_t index = 0; index < count; ++index) {
    if (index > 0) body += ',';
    body += slot_text(index, index + 1);
  }
  return body + "]}";
}

std::string config_of(char client, const std::string& more) {
  return R"({"client":")" + std::string(32, client) +
         R"(","seed":"9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95","scope":"bench","poll":false,)"
         R"("outbox":{"queueMax":1000000},)"
         R"("collections":{"availability":{"feed":true)" +
         more + "}}}";
}

Dashboard::Dashboard(std::size_t rows, bool with_views, bool with_checks)
    : engine_(config_of('0', with_checks ? R"(,"slice":"availability")" : ""), start_ms),
      rows_(rows),
      now_ms_(start_ms),
      version_(rows) {
  require(engine_.problem().empty(), "configuration");
  take(engine_.signal(R"({"type":"start"})", now_ms_));
  if (with_views) {
    for (const char* query : queries) views_.push_back(engine_.open_view(query));
    for (const int view : views_) require(view != 0, "query");
  }
  if (rows > 0) load(list_body(rows));
}

std::string Dashboard::rows_message(std::size_t first, std::size_t count) {
  ++variant_;
  const std::string at = std::to_string(static_cast<long long>(now_ms_) + 1);
  std::string text = R"({"p":1,"from":"other-tab","life":1,"n":)" + std::to_string(++sequence_) + R"(,"at":)" + at +
                     R"(,"events":[{"kind":"rows","collection":"availability","stamp":[)" + at +
                     R"(,0,"other-tab"],"rows":[)";
  for (std::size_t index = first; index < first + count; ++index) {
    if (index > first) text += ',';
    text += slot_text(index % rows_, ++version_, variant_);
  }
  // As the engine of that tab writes it: members in the order of their names.
  return parse_json(text + R"(],"gone":[]}]})").value.dump();
}

std::string Dashboard::action(std::size_t index, const std::string& changes) {
  changed_ = index % rows_;
  return R"({"type":"availability/update","payload":{"id":")" + slot_id(changed_) + R"(","changes":{)" + changes +
         R"(}},"promised":true})";
}

std::string Dashboard::update_action(std::size_t index) {
  return action(index, R"("notes":"moved )" + std::to_string(++variant_) + '"');
}

// Before seven o'clock nobody has a slot; each of a therapist's has two minutes there that are its own.
std::string Dashboard::move_action(std::size_t index) {
  const std::size_t minute = 2 * (index % rows_ / therapists) + ++variant_ % 2;
  std::array<char, 60> changes{};
  std::snprintf(changes.data(), changes.size(), R"("startTime":"%02zu:%02zu","endTime":"%02zu:%02zu")",
                minute / 60 % 24, minute % 60, (minute + 1) / 60 % 24, (minute + 1) % 60);
  return action(index, changes.data());
}

void Dashboard::receive(const std::string& message) { take(engine_.receive("channel", message, ++now_ms_)); }

void Dashboard::dispatch(const std::string& action) { take(engine_.dispatch(action, ++now_ms_)); }

void Dashboard::load(const std::string& body) { take(engine_.load("availability", body, ++now_ms_)); }

void Dashboard::confirm() {
  const Result<Json> effects = parse_json(effects_, "effects");
  if (!effects.ok()) return;
  for (const Json& effect : effects.value) {
    if (effect["kind"] != "request") continue;
    const std::string row = slot_text(changed_, ++version_, variant_);
    take(engine_.respond(effect["id"].get<double>(), R"({"status":200})", row, ++now_ms_));
  }
}

void Dashboard::take(std::uint32_t mask) {
  require((mask & mask_refused) == 0, "input");
  effects_ = engine_.take_effects();
  if ((mask & mask_views) == 0) return;
  engine_.take_changes();
  engine_.read_views();
}

}  // namespace tablattice::bench

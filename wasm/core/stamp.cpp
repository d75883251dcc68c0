#include "core/stamp.hpp"

#include <algorithm>
#include <limits>

namespace tablattice {

namespace {

// Client ids are visible ASCII, so this sorts after whatever an id may go on with.
constexpr char after_every_id = '\x7f';
constexpr std::uint32_t counter_max = std::numeric_limits<std::uint32_t>::max();

// The greatest text below `client` among those that begin like an id; shorter where its last byte allows nothing else.
std::string text_just_below(std::string client) {
  const auto last = static_cast<unsigned char>(client.back());
  if (last > 0 && last < 0x80) {
    client.back() = static_cast<char>(last - 1);
    return client + after_every_id;
  }
  client.pop_back();
  // Bytes of one UTF-8 character go together: half of one could not be sent.
  while (!client.empty() && (static_cast<unsigned char>(client.back()) & 0xC0) == 0x80) client.pop_back();
  if (!client.empty() && static_cast<unsigned char>(client.back()) >= 0xC0) client.pop_back();
  return client;
}

}  // namespace

Stamp Stamp::just_below() const {
  const std::string last_client(1, after_every_id);
  if (!client.empty()) return Stamp{ms, counter, text_just_below(std::string(client.view()))};
  if (counter > 0) return Stamp{ms, counter - 1, last_client};
  if (ms > 0) return Stamp{ms - 1, counter_max, last_client};
  return *this;
}

Json Stamp::to_json() const { return Json::array({ms, counter, client.view()}); }

Result<Stamp> Stamp::from_json(const Json& value, const std::string& where) {
  const bool listed = value.is_array() && value.size() == 3 && value[2].is_string() && !value[2].text().empty();
  const auto ms = listed ? whole_number(value[0], safe_integer_max) : std::nullopt;
  const auto counter = listed ? whole_number(value[1], counter_max) : std::nullopt;
  if (!ms || !counter) return problem("stamp_invalid", "A stamp is [milliseconds, counter, client].", where);
  const std::string& client = value[2].text();
  return Stamp{static_cast<std::int64_t>(*ms), static_cast<std::uint32_t>(*counter), client};
}

Stamp Clock::tick(std::int64_t now_ms) {
  if (now_ms > ms_) {
    ms_ = now_ms;
    counter_ = 0;
  } else if (counter_ < counter_max) {
    ++counter_;
  } else {
    ++ms_;
    counter_ = 0;
  }
  return Stamp{ms_, counter_, client_};
}

bool Clock::observe(const Stamp& stamp, std::int64_t now_ms) {
  if (stamp.ms - clock_skew_ms_max > std::max(now_ms, ms_)) return false;
  if (std::pair(stamp.ms, stamp.counter) > std::pair(ms_, counter_)) {
    ms_ = stamp.ms;
    counter_ = stamp.counter;
  }
  return true;
}

}  // namespace tablattice

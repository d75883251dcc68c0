#include "core/heard.hpp"

#include <algorithm>

namespace tablattice {

Json marks_to_json(const Marks& marks) {
  Json object = Json::object();
  for (const auto& [client, mark] : marks) object[client] = {mark.life, mark.n};
  return object;
}

Result<Marks> marks_from_json(const Json& value, const std::string& where) {
  if (!value.is_object()) return problem("message_invalid", "What was heard must be an object of clients.", where);
  Marks marks;
  for (const auto& [client, pair] : value.items()) {
    const bool good = pair.is_array() && pair.size() == 2;
    const auto life = good ? whole_number(pair[0], safe_integer_max) : std::nullopt;
    const auto n = good ? whole_number(pair[1], safe_integer_max) : std::nullopt;
    if (!life || !n)
      return problem("message_invalid", "What was heard of a client must be [life, n].", where + "/" + client);
    marks[client] = {*life, *n};
  }
  return marks;
}

bool Heard::note(const std::string& client, Mark mark, std::int64_t now_ms) {
  Mark& known = marks_[client];
  Sender& sender = senders_[client];
  sender.known_ms = sender.heard_ms = now_ms;
  if (mark.life < known.life) return true;
  if (mark.life > known.life) {
    known = {mark.life, 0};
    sender.beyond.clear();
    sender.expected = 0;
    sender.missing_since_ms = 0;
  }
  if (mark.n <= known.n || sender.beyond.contains(mark.n)) return false;
  if (mark.n == known.n + 1) {
    known.n = mark.n;
  } else if (sender.beyond.size() < heard_beyond_max) {
    sender.beyond.insert(mark.n);
  }
  sender.expected = std::max(sender.expected, mark.n);
  follow(known, sender, now_ms);
  return true;
}

void Heard::expect(const Marks& marks, std::int64_t now_ms) {
  for (const auto& [client, mark] : marks) {
    if (client == own_) continue;
    Mark& known = marks_[client];
    Sender& sender = senders_[client];
    if (!known.below(mark)) continue;
    if (mark.life > known.life) {
      known = {mark.life, 0};
      sender.beyond.clear();
      sender.expected = 0;
    }
    sender.expected = std::max(sender.expected, mark.n);
    if (sender.known_ms == 0) sender.known_ms = now_ms;
    follow(known, sender, now_ms);
  }
}

void Heard::cover(const Marks& marks, std::int64_t now_ms) {
  expect(marks, now_ms);
  for (const auto& [client, mark] : marks) {
    if (client == own_) continue;
    Mark& known = marks_[client];
    if (known.life != mark.life) continue;
    known.n = std::max(known.n, mark.n);
    follow(known, senders_[client], now_ms);
  }
}

void Heard::give_up() {
  for (auto& [client, sender] : senders_) {
    marks_[client].n = std::max(marks_[client].n, sender.expected);
    sender.beyond.clear();
    sender.missing_since_ms = 0;
  }
}

// Moves the mark over what follows it without a hole.
void Heard::follow(Mark& known, Sender& sender, std::int64_t now_ms) {
  sender.beyond.erase(sender.beyond.begin(), sender.beyond.upper_bound(known.n));
  while (!sender.beyond.empty() && *sender.beyond.begin() == known.n + 1) {
    ++known.n;
    sender.beyond.erase(sender.beyond.begin());
  }
  if (known.n >= sender.expected) {
    sender.missing_since_ms = 0;
  } else if (sender.missing_since_ms == 0) {
    sender.missing_since_ms = now_ms;
  }
}

std::optional<std::int64_t> Heard::missing_since() const {
  std::optional<std::int64_t> since;
  for (const auto& [client, sender] : senders_) {
    if (sender.missing_since_ms > 0) since = std::min(since.value_or(sender.missing_since_ms), sender.missing_since_ms);
  }
  return since;
}

std::optional<std::int64_t> Heard::heard_at(const std::string& client) const {
  const auto found = senders_.find(client);
  const bool heard = found != senders_.end() && found->second.heard_ms > 0;
  return heard ? std::optional(found->second.heard_ms) : std::nullopt;
}

void Heard::forget(std::int64_t before_ms) {
  std::erase_if(senders_, [&](const auto& item) {
    const bool old = item.second.known_ms < before_ms;
    if (old) marks_.erase(item.first);
    return old;
  });
}

}  // namespace tablattice

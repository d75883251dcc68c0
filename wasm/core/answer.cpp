#include "core/answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/version.hpp"

namespace tablattice {
namespace {

Meaning unanswered(const AnswerContext& context, int status) {
  // Only a create without key and without an id of its own cannot be sent twice safely.
  const bool repeatable = context.operation != Operation::create || context.keys || context.client_id;
  return repeatable || !fate_unknown_after(status) ? Meaning::unanswered : Meaning::unknown;
}

Meaning refused(int status, const AnswerContext& context) {
  const bool maybe_ours = context.fate_unknown && !context.keys && (status == 404 || status == 409 || status == 412);
  if (context.operation == Operation::remove && (status == 404 || status == 410)) return Meaning::acked;
  if (maybe_ours) return Meaning::unknown;
  if (context.operation == Operation::update && (status == 404 || status == 410)) return Meaning::rejected_gone;
  // A create has no earlier row that a newer one could be in conflict with.
  const bool mergeable = context.operation != Operation::create && context.conflict == Conflict::merge;
  if (status == 412 && mergeable) return Meaning::conflict;
  return Meaning::rejected;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110, 5.6.7) as Unix seconds.
std::optional<std::int64_t> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  const auto* const month = std::find(months.begin(), months.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == months.end() || !day || !year || !hour || !minute || !second || *day < 1) return std::nullopt;
  const auto days =
      days_from_civil(*year, static_cast<unsigned>(month - months.begin()) + 1, static_cast<unsigned>(*day));
  if (!days) return std::nullopt;
  return ((*days * 24 + *hour) * 60 + *minute) * 60 + *second;
}

}  // namespace

bool fate_unknown_after(int status) { return status != 408 && status != 425 && status != 429; }

Meaning meaning_of(int status, const AnswerContext& context) {
  if (context.unauthorized != nullptr && context.unauthorized->contains(status)) return Meaning::unauthorized;
  const bool success = status >= 200 && status < 300;
  if (success) return context.body_good ? Meaning::acked : unanswered(context, status);
  const bool busy = status == 408 || status == 425 || status == 429 || (status == 409 && context.key_in_progress);
  if (status < 400 || status >= 500 || busy) return unanswered(context, status);
  return refused(status, context);
}

std::int64_t retry_after_ms(std::string_view header, std::int64_t now_ms) {
  constexpr std::int64_t longest_ms = 24 * 60 * 60 * 1000;
  if (const auto seconds = number(header); seconds && *seconds >= 0)
    return std::min(*seconds, longest_ms / 1000) * 1000;
  const auto date = http_date(header);
  return date ? std::clamp<std::int64_t>(*date * 1000 - now_ms, 0, longest_ms) : 0;
}

}  // namespace tablattice

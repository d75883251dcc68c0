#include "core/view.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/json_items.hpp"

namespace tablattice {

namespace {

// The groups that changed since that version, or all of them.
void append_groups(const AggregateState& state, std::optional<std::uint64_t> since, std::string& text) {
  const auto [whole, values] = since ? state.groups_since(*since) : AggregateState::Groups{true, state.result()};
  text.append(R"({"whole":)").append(whole ? "true" : "false").append(R"(,"values":)");
  values.append_to(text);
  text += '}';
}

}  // namespace

View::View(ViewIndex& index, const Query& query, const std::vector<std::size_t>& aggregates, std::vector<View*>& news)
    : index_(index), offset_(query.offset), limit_(query.limit), news_(news) {
  for (std::size_t at = 0; at < aggregates.size(); ++at) {
    aggregates_.push_back({dump_json(query.aggregates[at].name), aggregates[at], std::nullopt});
  }
  index_.attach(*this);
  set_changed();
}

View::~View() {
  for (const AggregateSeen& seen : aggregates_) index_.release_aggregate(seen.place);
  index_.detach(*this);
  std::erase(news_, this);
}

void View::set_window(std::uint64_t offset, std::optional<std::uint64_t> limit) {
  if (offset_ == offset && limit_ == limit) return;
  wait();
  offset_ = offset;
  limit_ = limit;
}

void View::set_changed() {
  if (!std::exchange(changed_, true)) news_.push_back(this);
}

void View::wait() {
  if (!std::exchange(waits_, true)) waits_since_ = index_.log_end();
  set_changed();
}

// What happens behind the window concerns nobody, nor what comes and goes before it in one place.
bool View::heed(const Move& move) {
  const auto [first, last] = std::minmax(move.from, move.to);
  if (first < window_end() && (!move.in_place || first >= offset_) && (last >= offset_ || move.counts)) wait();
  const auto changed = [this](const AggregateSeen& seen) {
    return index_.aggregate(seen.place).version() != seen.told_version;
  };
  if (move.counts || std::any_of(aggregates_.begin(), aggregates_.end(), changed)) set_changed();
  return waits_;
}

std::uint64_t View::window_end() const {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  return limit_ && *limit_ < all - offset_ ? offset_ + *limit_ : all;
}

View::Range View::window() const {
  const auto clamp = [this](std::uint64_t rank) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(rank, index_.size()));
  };
  return {clamp(offset_), clamp(window_end())};
}

void View::take_patch(const TextOf& text_of, std::string& text) {
  append_total(text);
  if (waits_) append_splices(text_of, text);
  append_aggregates(false, text);
  append_aggregates(true, text);
  if (std::exchange(changed_, false)) std::erase(news_, this);
}

void View::append_total(std::string& text) {
  if (told_total_ == total()) return;
  told_total_ = total();
  begin_item(text);
  text += R"("total":)";
  append_count(total(), text);
}

void View::append_splices(const TextOf& text_of, std::string& text) {
  const std::size_t before = text.size();
  const Range now = window();
  begin_item(text);
  text += R"("splices":[)";
  append_runs_between(kept_in_windows(now), now, text_of, text);
  if (text.back() == '[' && told_window_) text.resize(before);
  if (text.size() > before) text += ']';
  told_window_ = now;
  waits_ = false;
  index_.trim_log();
}

// The splices: what is in neither of the windows' common runs.
void View::append_runs_between(std::vector<ViewIndex::Kept> kept, const Range& now, const TextOf& text_of,
                               std::string& text) const {
  kept.push_back({told_window_ ? told_window_->size() : 0, now.size(), 0});
  std::size_t old_place = 0;
  std::size_t place = 0;
  for (const ViewIndex::Kept& run : kept) {
    if (run.old_rank > old_place || run.new_rank > place) {
      begin_item(text);
      text += '[';
      append_count(old_place, text);
      text += ',';
      append_count(run.old_rank - old_place, text);
      text += ",[";
      index_.for_each(now.begin + place, now.begin + run.new_rank, [&](const ViewEntry& entry) {
        begin_item(text);
        text += text_of(entry.key());
      });
      text += "]]";
    }
    old_place = run.old_rank + run.length;
    place = run.new_rank + run.length;
  }
}

// Then the rows themselves cost less than finding out which of them stayed.
bool View::changes_more_than(std::size_t rows) const {
  constexpr std::size_t few = 16;
  return index_.logged_since(waits_since_) > rows * 2 + few;
}

// The runs of rows that the reader has and that stay in the window, with their places in it then and now. None where it
// is cheaper to tell the window anew.
std::vector<ViewIndex::Kept> View::kept_in_windows(const Range& now) const {
  std::vector<ViewIndex::Kept> runs;
  if (!told_window_ || !index_.remembers(waits_since_) || changes_more_than(now.size())) return {};
  const Range& then = *told_window_;
  for (const ViewIndex::Kept& kept : index_.kept_since(waits_since_)) {
    // How many rows of the run are outside of one of the windows, at its begin; and the same of its end.
    const auto lack = [](std::size_t rank, std::size_t bound) { return bound > rank ? bound - rank : 0; };
    const std::size_t skipped = std::max(lack(kept.old_rank, then.begin), lack(kept.new_rank, now.begin));
    const std::size_t ended = std::min({kept.length, lack(kept.old_rank, then.end), lack(kept.new_rank, now.end)});
    if (skipped >= ended) continue;
    runs.push_back({kept.old_rank + skipped - then.begin, kept.new_rank + skipped - now.begin, ended - skipped});
  }
  return runs;
}

// The aggregates with groups, or those without, that changed.
void View::append_aggregates(bool grouped, std::string& text) {
  bool any = false;
  for (AggregateSeen& seen : aggregates_) {
    const AggregateState& state = index_.aggregate(seen.place);
    if (state.grouped() != grouped || seen.told_version == state.version()) continue;
    begin_item(text);
    if (!std::exchange(any, true)) text += grouped ? R"("groups":{)" : R"("aggregates":{)";
    text.append(seen.name_text).append(":");
    if (grouped) append_groups(state, seen.told_version, text);
    if (!grouped) state.result().append_to(text);
    seen.told_version = state.version();
  }
  if (any) text += '}';
}

}  // namespace tablattice

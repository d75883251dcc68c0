#include "core/view.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tablattice {

namespace {

void append_separator(std::string& list) {
  if (!list.empty() && list.back() != '[' && list.back() != '{') list += ',';
}

}  // namespace

View::View(ViewIndex& index, const Query& query, const std::vector<std::size_t>& aggregates, std::vector<View*>& news)
    : index_(index), offset_(query.offset), limit_(query.limit), news_(news) {
  for (std::size_t at = 0; at < aggregates.size(); ++at) {
    aggregates_.push_back({query.aggregates[at].name, aggregates[at], std::nullopt});
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

std::string View::take_patch(const TextOf& text_of) {
  std::string patch;
  append_total(patch);
  append_splices(text_of, patch);
  append_aggregates(patch);
  if (std::exchange(changed_, false)) std::erase(news_, this);
  return patch;
}

void View::append_total(std::string& patch) {
  if (told_total_ == total()) return;
  told_total_ = total();
  patch += "\"total\":" + std::to_string(total());
}

void View::append_splices(const TextOf& text_of, std::string& patch) {
  if (!waits_) return;
  const Range now = window();
  const std::size_t told_size = told_window_ ? told_window_->size() : 0;
  std::vector<ViewIndex::Kept> kept = kept_in_windows(now);
  kept.push_back({told_size, now.size(), 0});
  std::string splices;
  std::size_t old_place = 0;
  std::size_t place = 0;
  for (const ViewIndex::Kept& run : kept) {
    if (run.old_rank > old_place || run.new_rank > place) {
      append_separator(splices);
      splices += "[" + std::to_string(old_place) + "," + std::to_string(run.old_rank - old_place) + ",[";
      index_.for_each(now.begin + place, now.begin + run.new_rank, [&](const ViewEntry& entry) {
        append_separator(splices);
        splices += text_of(entry.key());
      });
      splices += "]]";
    }
    old_place = run.old_rank + run.length;
    place = run.new_rank + run.length;
  }
  if (!splices.empty() || !told_window_) {
    append_separator(patch);
    patch += "\"splices\":[" + splices + "]";
  }
  told_window_ = now;
  waits_ = false;
  index_.trim_log();
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

void View::append_aggregates(std::string& patch) {
  Json values = Json::object();
  Json groups = Json::object();
  for (AggregateSeen& seen : aggregates_) {
    const AggregateState& state = index_.aggregate(seen.place);
    if (seen.told_version == state.version()) continue;
    if (state.grouped()) {
      AggregateState::Groups changed =
          seen.told_version ? state.groups_since(*seen.told_version) : AggregateState::Groups{true, state.result()};
      groups[seen.name] = {{"whole", changed.whole}, {"values", std::move(changed.values)}};
    } else {
      values[seen.name] = state.result();
    }
    seen.told_version = state.version();
  }
  for (const auto& [name, value] : {std::pair("aggregates", &values), std::pair("groups", &groups)}) {
    if (value->empty()) continue;
    append_separator(patch);
    patch.append("\"").append(name).append("\":").append(dump_json(*value));
  }
}

}  // namespace tablattice

#include "core/event.hpp"

#include <algorithm>

namespace tablattice {
namespace {

struct Placer {
  EventPlace operator()(const MutationEvent& event) const { return {event.mutation.collection, greatest(event)}; }
  EventPlace operator()(const OutcomeEvent& event) const { return {event.collection, event.stamp}; }
  EventPlace operator()(const RowsEvent& event) const { return {event.collection, event.stamp}; }
  EventPlace operator()(const AliasEvent& event) const { return {event.collection, std::nullopt}; }
  EventPlace operator()(const AskEvent& event) const { return {event.collection, event.stamp}; }
  EventPlace operator()(const HelloEvent&) const { return {}; }
  EventPlace operator()(const StateEvent& event) const { return {event.collection, greatest(event)}; }
  EventPlace operator()(const BeatEvent& event) const { return {{}, event.stamp}; }
  EventPlace operator()(const ForgetEvent&) const { return {}; }

  static Stamp greatest(const MutationEvent& event) { return std::max(event.mutation.stamp, event.unknown_at); }

  static std::optional<Stamp> greatest(const StateEvent& event) {
    Stamp stamp;
    const auto consider = [&](const Stamp& other) { stamp = std::max(stamp, other); };
    for (const RowRecord& row : event.rows) {
      consider(row.state.gone());
      consider(row.state.read_at());
      for (const RowFact& fact : row.state.facts()) consider(fact.stamp);
      for (const auto& [name, answer] : row.state.answers()) consider(answer.stamp);
      for (const MutationEvent& each : row.mutations) consider(greatest(each));
    }
    if (event.end) {
      for (const auto& [name, holding] : event.end->collections) consider(holding.complete_at);
    }
    return stamp.empty() ? std::nullopt : std::optional(stamp);
  }
};

}  // namespace

EventPlace place_of(const SyncEvent& event) { return std::visit(Placer{}, event); }

OutcomeEvent outcome_event(const Mutation& mutation, OutcomeEvent::Kind kind, const Stamp& stamp) {
  OutcomeEvent event;
  event.kind = kind;
  event.name = mutation.name;
  event.collection = mutation.collection;
  event.key = mutation.key;
  event.stamp = stamp;
  return event;
}

}  // namespace tablattice

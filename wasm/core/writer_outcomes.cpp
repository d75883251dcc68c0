// The half of Writer that ends mutations: who hears of their outcomes, and what becomes of those that nobody knows.
#include <utility>
#include <vector>

#include "core/writer.hpp"

namespace tablattice {
namespace {

Json unknown_problem() {
  return problem("outcome_unknown",
                 "The API's answer was lost and the row does not show the change; it may or may not have been applied.")
      .to_json();
}

// A failure that was let go in another tab is told without its problem: it may have been of unknown fate.
Json refusal_of(const OutcomeEvent& event) { return event.problem.is_null() ? unknown_problem() : event.problem; }

}  // namespace

void Writer::outcome(const OutcomeEvent& event) {
  if (event.kind != OutcomeEvent::Kind::unknown) {
    if (const auto ended = outbox_.take_unknown(event.name)) {
      // A refusal is kept by the tab that it was told to; here a promise may wait for it. But where this one keeps it as of
      // unknown fate, storage takes nothing of that tab, which was away while the mutation was taken over.
      const bool acked = event.kind == OutcomeEvent::Kind::acked;
      if (!acked && !ended->promised && !ended->at.empty() && !event.problem.is_null())
        return fail({ended->mutation, event.problem, session_.wall_ms}, false);
      outbox_.erase_key(event.name);
      if (acked || ended->promised)
        settle(ended->mutation, ended->mutation.key, event.row, acked ? Json() : refusal_of(event));
      return;
    }
  }
  // The failure was taken over, here or there, and the other tab's user took it up again or let it go. Its key is erased by
  // whichever of the two storage holds it of.
  const bool let_go = event.kind == OutcomeEvent::Kind::rejected && event.problem.is_null();
  if (let_go && outbox_.take_failure(event.name)) return outbox_.erase_key(event.name);
  if (outbox_.find(event.name) == nullptr) return;
  const OutboxEntry entry = take_entry(event.name);
  const std::string key = event.key.empty() ? entry.mutation.key : event.key;
  switch (event.kind) {
    case OutcomeEvent::Kind::acked:
      outbox_.erase_key(event.name);
      return settle(entry.mutation, key, event.row, nullptr);
    case OutcomeEvent::Kind::unknown:
      return outbox_.keep_unknown({entry.mutation, event.stamp, entry.promised});
    case OutcomeEvent::Kind::rejected:
      if (let_go) return outbox_.erase_key(event.name);
      fail({entry.mutation, event.problem, session_.wall_ms}, entry.promised);
  }
}

// Whether the row, as the server has told it, holds what the mutation asked for.
bool Writer::shows(const Mutation& mutation) const {
  const Collection& collection = *session_.find(mutation.collection);
  const std::string key = collection.resolve(mutation.key);
  // No read can show a row whose key the server has not told: that it is not there says nothing.
  if (is_temporary(collection, key)) return false;
  const RowFact* fact = collection.confirmed(key);
  if (mutation.operation == Operation::remove) return fact == nullptr;
  if (fact == nullptr) return false;
  const Json row = parse_json(fact->text).value;
  Json patched = row;
  collection.options().assign ? assign_members(patched, mutation.payload) : merge_patch(patched, mutation.payload);
  return patched == row;
}

void Writer::decide_unknown() {
  std::vector<MutationName> names;
  for (const auto& [name, unknown] : outbox_.unknown()) {
    if (session_.settled.contains(name)) names.push_back(name);
  }
  for (const MutationName& name : names) {
    const UnknownOutcome unknown = *outbox_.take_unknown(name);
    const Mutation& mutation = unknown.mutation;
    if (shows(mutation)) {
      outbox_.erase_key(name);
      settle(mutation, mutation.key, nullptr, nullptr);
    } else {
      fail({mutation, unknown_problem(), session_.wall_ms, unknown.at}, unknown.promised);
    }
  }
}

void Writer::give_up_unknown() {
  while (!outbox_.unknown().empty()) {
    const UnknownOutcome unknown = *outbox_.take_unknown(outbox_.unknown().begin()->first);
    fail({unknown.mutation, unknown_problem(), session_.wall_ms, unknown.at}, unknown.promised);
  }
}

void Writer::settle(const Mutation& mutation, const std::string& key, const Json& row, const Json& problem) {
  if (!problem.is_null()) told_.insert(mutation.name);
  Json told = row;
  const Collection& collection = *session_.find(mutation.collection);
  if (told.is_null() && mutation.operation != Operation::remove)
    told = collection.visible_json(collection.resolve(key));
  session_.effects.push(json_object("kind", "settle", "name", mutation.name.text(), "collection", mutation.collection,
                                    "key", key_json(key), "row", problem.is_null() ? std::move(told) : Json(),
                                    "problem", problem));
}

// The user hears of it: by the promise, or by failures() where no promise waits.
void Writer::fail(Failure failure, bool promised) {
  const Mutation& mutation = failure.mutation;
  if (promised) {
    outbox_.erase_key(mutation.name);
    return settle(mutation, mutation.key, nullptr, failure.problem);
  }
  session_.effects.push(json_object("kind", "report", "problem", failure.problem));
  outbox_.keep(std::move(failure));
}

void Writer::tell(const OutcomeEvent& event) {
  session_.effects.send(event);
  handler_.apply(event, "response", session_.config.client);
}

void Writer::tell_unknown(const Mutation& mutation, const Stamp& at) {
  const std::string collection = mutation.collection;
  const bool named = session_.find(collection)->named(mutation.name);
  tell(outcome_event(mutation, named ? OutcomeEvent::Kind::acked : OutcomeEvent::Kind::unknown, at));
  if (on_bare_answer) on_bare_answer(collection);
}

void Writer::tell_rejected(const Mutation& mutation, Json problem) {
  OutcomeEvent event = outcome_event(mutation, OutcomeEvent::Kind::rejected, session_.tick());
  event.problem = std::move(problem);
  tell(event);
}

std::optional<Failure> Writer::take_failure(const MutationName& name) {
  std::optional<Failure> failure = outbox_.take_failure(name);
  if (!failure) return std::nullopt;
  outbox_.erase_key(name);
  session_.effects.send(outcome_event(failure->mutation, OutcomeEvent::Kind::rejected, session_.tick()));
  return failure;
}

void Writer::forget(const Json& problem) {
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.promised) settle(entry.mutation, entry.mutation.key, nullptr, problem);
  }
  for (const auto& [name, unknown] : outbox_.unknown()) {
    if (unknown.promised) settle(unknown.mutation, unknown.mutation.key, nullptr, problem);
  }
  outbox_.clear();
}

void Writer::tell_gone(const std::string& collection, const Stamp& stamp, GoneKey gone) {
  RowsEvent event;
  event.collection = collection;
  event.stamp = stamp;
  event.gone.push_back(std::move(gone));
  handler_.apply(event, "response", session_.config.client);
  session_.effects.send(std::move(event));
}

}  // namespace tablattice

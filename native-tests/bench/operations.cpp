#include "bench/operations.hpp"

#include <optional>
#include <utility>

#include "availability/availability.hpp"
#include "bench/handover.hpp"

namespace tablattice::bench {
namespace {

constexpr std::size_t event_rows = 100;
constexpr std::size_t list_rows = 2'000;
constexpr std::size_t small_rows = 1'000;
constexpr std::size_t large_rows = 100'000;
constexpr std::size_t waiting_changes = 1'000;
constexpr std::size_t stride = 7'919;  // a prime: successive events go to rows far apart

// What successive runs hand on to each other.
struct Turn {
  std::size_t place = 0;
  std::string text;
};

using SharedDashboard = std::shared_ptr<Dashboard>;

Operation receive_rows(std::string name, std::string unit, std::size_t count, const SharedDashboard& dashboard) {
  const auto turn = std::make_shared<Turn>();
  return {std::move(name), std::move(unit), static_cast<double>(count),
          [=] { turn->text = dashboard->rows_message(turn->place += stride, count); },
          [=] { dashboard->receive(turn->text); }};
}

Operation dispatch(std::string name, std::string (Dashboard::*action)(std::size_t), const SharedDashboard& dashboard) {
  const auto turn = std::make_shared<Turn>();
  return {std::move(name), "mutation", 1,
          [=] {
            dashboard->confirm();
            turn->text = ((*dashboard).*action)(turn->place += stride);
          },
          [=] { dashboard->dispatch(turn->text); }};
}

// The server answers none of them: a change costs what it costs alone, however many wait before it.
Operation dispatch_waiting(std::string name, std::size_t waiting) {
  const auto dashboard = std::make_shared<Dashboard>(small_rows, false);
  for (std::size_t place = 0; place < waiting; ++place) dashboard->dispatch(dashboard->update_action(place));
  const auto turn = std::make_shared<Turn>();
  return {std::move(name), "mutation", 1, [=] { turn->text = dashboard->update_action(turn->place += stride); },
          [=] { dashboard->dispatch(turn->text); }};
}

Operation ingest(std::string name, bool with_views) {
  const auto body = std::make_shared<std::string>(list_body(list_rows));
  const auto dashboard = std::make_shared<std::optional<Dashboard>>();
  return {std::move(name), "row", static_cast<double>(list_rows), [=] { dashboard->emplace(0, with_views); },
          [=] { (*dashboard)->load(*body); }};
}

Operation reload(const SharedDashboard& dashboard) {
  const auto body = std::make_shared<std::string>(list_body(small_rows));
  return {"list poll, nothing changed", "row", static_cast<double>(small_rows), [] {}, [=] { dashboard->load(*body); }};
}

// A part of a state costs what its rows cost, however many rows there are besides.
Operation tell_state(const std::shared_ptr<Handover>& handover) {
  return {"tell a part of 100,000 rows", "row", static_cast<double>(event_rows_max), [=] { handover->prepare_tell(); },
          [=] { handover->tell(); }};
}

Operation take_state_over(const std::shared_ptr<Handover>& handover) {
  return {"take a part of 100,000 rows over", "row", static_cast<double>(event_rows_max),
          [=] { handover->prepare_take(); }, [=] { handover->take(); }};
}

}  // namespace

std::vector<Operation> make_operations() {
  register_availability();
  const auto plain = std::make_shared<Dashboard>(small_rows, false);
  const auto unread = std::make_shared<Dashboard>(small_rows, false);
  const auto small = std::make_shared<Dashboard>(small_rows, true);
  const auto large = std::make_shared<Dashboard>(large_rows, true);
  const auto checked = std::make_shared<Dashboard>(small_rows, false, true);
  const auto checked_large = std::make_shared<Dashboard>(large_rows, false, true);
  const auto handover = std::make_shared<Handover>(large_rows);
  return {
      receive_rows("parse and join, 100 rows an event", "row", event_rows, plain),
      receive_rows("receive, one row an event", "event", 1, plain),
      receive_rows("receive with three views, 1,000 rows", "event", 1, small),
      receive_rows("receive with three views, 100,000 rows", "event", 1, large),
      dispatch("dispatch", &Dashboard::update_action, plain),
      dispatch("dispatch with checks, 1,000 rows", &Dashboard::move_action, checked),
      dispatch("dispatch with checks, 100,000 rows", &Dashboard::move_action, checked_large),
      dispatch_waiting("dispatch, 1,000 changes wait", waiting_changes),
      ingest("ingest", false),
      ingest("ingest with three views", true),
      reload(unread),
      tell_state(handover),
      take_state_over(handover),
  };
}

}  // namespace tablattice::bench

// What a tab runs, as the host around it calls it: the engine's public surface. The native engine, or what stands in its
// place where worlds are lived by something else (node/).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tablattice::simulation {

class Tab;

// Each call is that of Engine by the same name (core/engine.hpp).
class Surface {
 public:
  Surface() = default;
  Surface(const Surface&) = delete;
  Surface& operator=(const Surface&) = delete;
  virtual ~Surface() = default;

  virtual std::string problem() = 0;
  virtual std::uint32_t receive(const std::string& source, const std::string& text, double now_ms) = 0;
  virtual std::uint32_t dispatch(const std::string& action, double now_ms) = 0;
  virtual std::uint32_t respond(double id, const std::string& meta, const std::string& body, double now_ms) = 0;
  virtual std::uint32_t signal(const std::string& text, double now_ms) = 0;
  virtual std::uint32_t wake(double now_ms) = 0;
  virtual std::string take_effects() = 0;
  virtual std::string take_news() = 0;
  virtual std::string result() = 0;
  virtual std::string row(const std::string& collection, const std::string& key) = 0;
  virtual std::string status() = 0;
  virtual std::string pending() = 0;
  virtual std::string failures() = 0;
};

// Makes what a tab runs. `config`: the engine's configuration.
using MakeSurface = std::function<std::unique_ptr<Surface>(Tab& tab, const std::string& config, double now_ms)>;

// The native engine.
std::unique_ptr<Surface> native_surface(Tab& tab, const std::string& config, double now_ms);

}  // namespace tablattice::simulation

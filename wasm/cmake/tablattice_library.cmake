# tablattice_library(NAME SOURCES folder [LIBRARIES target…])
#
# A static library of all .cpp files of one folder, in the engine's C++: C++20, no exceptions, no RTTI, every warning an
# error (in this project's own build; whoever includes it may have a newer compiler with new warnings).
set(TABLATTICE_INCLUDE_FOLDER ${PROJECT_SOURCE_DIR}/wasm)

function(tablattice_warnings target)
  if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Werror)
    # What GCC 12 says after optimising is wrong where std::string and variants of it are inlined (GCC bug 105651 and its
    # kin). Clang, which builds the WebAssembly from the same sources, keeps all its warnings.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      set(wrong_warnings -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
      target_compile_options(${target} PRIVATE ${wrong_warnings})
    endif()
  endif()
endfunction()

function(tablattice_library target)
  cmake_parse_arguments(PARSE_ARGV 1 argument "" "SOURCES" "LIBRARIES")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${argument_SOURCES}/*.cpp)
  add_library(${target} STATIC ${sources})
  target_compile_features(${target} PUBLIC cxx_std_20)
  # JSON_NOEXCEPTION is part of the interface: the headers include nlohmann/json.hpp.
  target_compile_definitions(${target} PUBLIC JSON_NOEXCEPTION)
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti)
  target_include_directories(
    ${target} PUBLIC $<BUILD_INTERFACE:${TABLATTICE_INCLUDE_FOLDER}> $<INSTALL_INTERFACE:include/tablattice>)
  target_link_libraries(${target} PUBLIC nlohmann_json::nlohmann_json ${argument_LIBRARIES})
  tablattice_warnings(${target})
  target_precompile_headers(${target} PRIVATE <nlohmann/json.hpp>)  # half of each file's compile time
  if(EMSCRIPTEN)
    target_compile_options(${target} PRIVATE -O3 -flto)
  endif()
endfunction()

# tablattice_library(NAME SOURCES folder [LIBRARIES target…])
#
# A static library of all .cpp files of one folder of the caller's, in the engine's C++: C++20, no exceptions, no RTTI, and
# in this project's own build every warning an error (whoever includes it may have a compiler with new warnings).
function(tablattice_warnings target)
  cmake_path(SET package_folder NORMALIZE ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../..)
  cmake_path(COMPARE ${package_folder} EQUAL ${CMAKE_SOURCE_DIR}/ own_build)
  if(own_build)
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
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${argument_SOURCES}/*.cpp)
  add_library(${target} STATIC ${sources})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti)
  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH include_folder)
  target_include_directories(
    ${target} PUBLIC $<BUILD_INTERFACE:${include_folder}> $<INSTALL_INTERFACE:include/tablattice>)
  target_link_libraries(${target} PUBLIC ${argument_LIBRARIES})
  tablattice_warnings(${target})
  target_precompile_headers(${target} PRIVATE <map> <string> <variant> <vector>)
  if(EMSCRIPTEN)
    tablattice_wasm_code(${target})
  endif()
endfunction()

# For size: what is downloaded and compiled is all of the code, what is hot is little of it. emcc says -fno-inline-functions with
# -Oz and -Os; then even an iterator's ++ is a call, which makes code both larger and slower, so it is taken back. The
# threshold (Clang's for -Oz is 5) lets the small functions of strings and vectors in: 30 instead of 12, linked with -O3, costs
# 3 % of the bytes and saves 10 % of an event; 60 costs 8 % more and saves nothing. The instructions beyond WebAssembly 1.0 are
# in every browser since 2021 (Chrome 75, Firefox 79, Safari 15).
function(tablattice_wasm_code target)
  target_compile_options(
    ${target} PRIVATE -Oz -finline-functions -mllvm -inline-threshold=30 -flto -mbulk-memory -msign-ext
                      -mnontrapping-fptoint)
endfunction()

# Finds nlohmann_json, headers only. Emscripten's find_package() looks in its own sysroot only, and putting all of
# /usr/include on its path breaks its C library; so there the one folder is linked into the build folder.
if(TARGET nlohmann_json::nlohmann_json)
  return()
endif()

if(NOT EMSCRIPTEN)
  find_package(nlohmann_json 3.9 REQUIRED)
  return()
endif()

find_path(NLOHMANN_JSON_INCLUDE_FOLDER nlohmann/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
if(NOT NLOHMANN_JSON_INCLUDE_FOLDER)
  message(FATAL_ERROR "nlohmann/json.hpp was not found: install nlohmann-json3-dev, or set NLOHMANN_JSON_INCLUDE_FOLDER")
endif()
set(link_folder ${PROJECT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${link_folder})
file(CREATE_LINK ${NLOHMANN_JSON_INCLUDE_FOLDER}/nlohmann ${link_folder}/nlohmann SYMBOLIC)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED GLOBAL)
target_include_directories(nlohmann_json::nlohmann_json SYSTEM INTERFACE ${link_folder})

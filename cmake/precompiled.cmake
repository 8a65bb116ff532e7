# Precompiled headers: one of the standard library for all modules, one of GoogleTest for all tests. They hold nothing of the product,
# so that no module sees another through them (decision 0003). GCC takes one at any optimization level; clang builds do without.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(MCU_PRECOMPILE ON)
else()
    set(MCU_PRECOMPILE OFF)
endif()

set(MCU_STANDARD_HEADERS
    <algorithm> <array> <atomic> <chrono> <condition_variable> <cstdint> <deque> <filesystem> <fstream> <functional> <map> <memory>
    <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)

if(MCU_PRECOMPILE)
    add_library(mcu_pch STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
    target_precompile_headers(mcu_pch PRIVATE ${MCU_STANDARD_HEADERS})

    add_library(mcu_test_pch STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
    target_link_libraries(mcu_test_pch PRIVATE GTest::gtest GTest::gmock)
    set_target_properties(mcu_test_pch PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(mcu_test_pch PRIVATE ${MCU_TEST_OPTIONS} -fPIE)  # as the programs that use it
    target_precompile_headers(mcu_test_pch PRIVATE ${MCU_STANDARD_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)
endif()

# mcu_precompile(TARGET OWNER): TARGET's sources start from the headers that OWNER (mcu_pch or mcu_test_pch) has compiled.
function(mcu_precompile target owner)
    if(MCU_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM ${owner})
        # ccache asks for -fpch-preprocess. What GCC 12 finds in std::string inlined from a precompiled header are false alarms: it
        # no longer knows them for a system header (the same findings are silent without one).
        target_compile_options(${target} PRIVATE -fpch-preprocess -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
    endif()
endfunction()

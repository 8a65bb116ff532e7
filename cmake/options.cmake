# Compiler, linker and sanitizer flags for the whole tree.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # ccache takes precompiled headers only when told that they hold no changing macros.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()

# Packets, sound and pictures are worked on in the modules marked HOT (-O3); the rest compiles a quarter faster at -O2, tests at -O1.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    set(MCU_HOT_OPTIONS -O3)
    set(MCU_TEST_OPTIONS -O1)
endif()

# GCC 12 reports -Wrestrict falsely on std::string concatenation (GCC bug 105651).
add_compile_options(-Wall -Wextra -Wshadow -Werror -Wno-restrict -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Clang reports [id = id] as shadowing when id is a structured binding; GCC looks for real shadowing.
    # It also wants every field named in a designated initializer; unnamed ones have their defaults.
    add_compile_options(-Wthread-safety -Wno-shadow -Wno-missing-designated-field-initializers -Wno-unused-private-field -Wno-unknown-warning-option)
    # std::stable_sort of GCC 12 uses what its own library calls deprecated.
    add_compile_options(-Wno-deprecated-declarations)
endif()

if(MCU_SANITIZE)
    add_compile_options(-fsanitize=${MCU_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${MCU_SANITIZE})
    # GCC's sanitizer passes raise false positives of these warnings.
    add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-tsan)
    add_compile_definitions(MCU_SANITIZED=1)
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_options(-fstack-protector-strong -fstack-clash-protection)
    add_compile_definitions(_FORTIFY_SOURCE=2)
    add_link_options(-Wl,-z,relro,-z,now)
    # `mcuctl version --verbose` tells which build a server is (SEC-04).
    add_link_options(-Wl,--build-id=sha1)
endif()

if(MCU_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
endif()

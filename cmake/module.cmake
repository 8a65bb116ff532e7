# mcu_module(NAME SOURCES ... USES <modules, public> LIBS <outside libraries, private>)
# Without SOURCES: headers only. A folder of src/ is a module: a static library that links only what it may know. tests/layers.sh checks
# that its sources include no other module than those named under USES.
function(mcu_module name)
    cmake_parse_arguments(M "" "" "SOURCES;USES;LIBS;PUBLIC_LIBS" ${ARGN})
    if(NOT M_SOURCES)
        add_library(mcu_${name} INTERFACE)
        target_include_directories(mcu_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
        foreach(used ${M_USES})
            target_link_libraries(mcu_${name} INTERFACE mcu_${used})
        endforeach()
        return()
    endif()
    add_library(mcu_${name} STATIC ${M_SOURCES})
    target_include_directories(mcu_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
    foreach(used ${M_USES})
        target_link_libraries(mcu_${name} PUBLIC mcu_${used})
    endforeach()
    target_link_libraries(mcu_${name} PUBLIC ${M_PUBLIC_LIBS} PRIVATE ${M_LIBS})
endfunction()

# mcu_test(NAME SOURCES ... USES <modules> LIBS ... [LABELS ...] [TIMEOUT seconds]): one test program per module.
function(mcu_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;USES;LIBS;LABELS" ${ARGN})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 300)
    endif()
    add_executable(${name} ${T_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    foreach(used ${T_USES})
        target_link_libraries(${name} PRIVATE mcu_${used})
    endforeach()
    target_link_libraries(${name} PRIVATE ${T_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}")
endfunction()

# mcu_fuzz(NAME SOURCE file USES modules): a libFuzzer target, with its corpus in tests/fuzz/corpus/NAME.
function(mcu_fuzz name)
    if(NOT MCU_FUZZ)
        return()
    endif()
    cmake_parse_arguments(F "" "SOURCE" "USES;LIBS" ${ARGN})
    add_executable(fuzz_${name} ${F_SOURCE})
    foreach(used ${F_USES})
        target_link_libraries(fuzz_${name} PRIVATE mcu_${used})
    endforeach()
    target_link_libraries(fuzz_${name} PRIVATE ${F_LIBS})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endfunction()

# mcu_proto(TARGET FOLDER FILE): messages and gRPC stubs generated from include/mcu/FILE.proto into FOLDER of the build tree.
function(mcu_proto target folder file)
    set(into ${CMAKE_BINARY_DIR}/${folder})
    set(proto ${PROJECT_SOURCE_DIR}/include/mcu/${file}.proto)
    set(code mcu/${file}.pb.cc mcu/${file}.pb.h mcu/${file}.grpc.pb.cc mcu/${file}.grpc.pb.h)
    list(TRANSFORM code PREPEND ${into}/)
    file(MAKE_DIRECTORY ${into})
    add_custom_command(
        OUTPUT ${code}
        COMMAND protobuf::protoc -I ${PROJECT_SOURCE_DIR}/include --cpp_out ${into} --grpc_out ${into}
                --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN} ${proto}
        DEPENDS ${proto}
        VERBATIM)
    add_library(${target} STATIC ${code})
    target_compile_options(${target} PRIVATE -w)
    target_include_directories(${target} SYSTEM PUBLIC ${into})
    target_link_libraries(${target} PUBLIC protobuf::libprotobuf PkgConfig::Grpc)
endfunction()

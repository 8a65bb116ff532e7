// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

#include <memory>

#include "base/check.h"
#include "h323/asn1/schema.h"

namespace mcu::h323 {
namespace {

std::unique_ptr<const Schema> readAll() {
    auto all = std::make_unique<Schema>();
    const auto declare = [&all](std::string_view module, std::string_view text) {
        const auto done = all->declare(module, text);
        if (!done) {
            checkFailed(done.error().message.c_str(), __FILE__, __LINE__);
        }
    };
    declare("h235", kH235);
    for (const auto text : {kH245Messages,
                            kH245Capability,
                            kH245Media,
                            kH245Channel,
                            kH245Mode,
                            kH245Conference,
                            kH245Control}) {
        declare("h245", text);
    }
    for (const auto text : {kH225Common,
                            kH225Addresses,
                            kH225Call,
                            kH225Registration,
                            kH225Admission,
                            kH225Information}) {
        declare("h225", text);
    }
    const auto whole = all->finish();
    if (!whole) {
        checkFailed(whole.error().message.c_str(), __FILE__, __LINE__);
    }
    return all;
}

}  // namespace

const Schema& schema() {
    static const std::unique_ptr<const Schema> all = readAll();
    return *all;
}

const Type& typeNamed(std::string_view name) {
    const Type* type = schema().find(name);
    MCU_CHECK(type != nullptr);
    return *type;
}

}  // namespace mcu::h323

// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/command_codec.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

namespace mcu::control {
namespace {

namespace v1 = hnth::mcu::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// Gives every field of a message a value of its own, so that one that is forgotten on the way
/// shows.
void fillEveryField(Message& message, int& counter) {
    const auto* reflection = message.GetReflection();
    const auto* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
        const auto* field = type->field(i);
        const int number = ++counter;
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
            const std::string text = field->name() + std::to_string(number);
            if (field->is_repeated()) {
                reflection->AddString(&message, field, text);
                reflection->AddString(&message, field, text + "b");
            } else {
                reflection->SetString(&message, field, text);
            }
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
            fillEveryField(*reflection->MutableMessage(&message, field), counter);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
            reflection->SetBool(&message, field, true);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
            reflection->SetInt32(&message, field, number);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
            reflection->SetUInt32(&message, field, static_cast<std::uint32_t>(number));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
            reflection->SetUInt64(&message, field, static_cast<std::uint64_t>(number));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
            reflection->SetInt64(&message, field, number);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
            reflection->SetFloat(&message, field, static_cast<float>(number) + 0.5F);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
            reflection->SetEnumValue(&message, field, field->enum_type()->value_count() - 1);
        } else {
            FAIL() << field->full_name() << " has a kind this test does not know";
        }
    }
}

TEST(CommandCodec, CarriesEveryFieldOfEveryCommandBothWays) {
    const auto* oneof = v1::CommandRequest::descriptor()->oneof_decl(0);
    ASSERT_EQ(oneof->field_count(),
              static_cast<int>(std::variant_size_v<conference::Command> +
                               std::variant_size_v<cascade::Command>));
    int counter = 0;
    for (int i = 0; i < oneof->field_count(); ++i) {
        v1::CommandRequest request;
        fillEveryField(*request.GetReflection()->MutableMessage(&request, oneof->field(i)),
                       counter);
        const auto command = fromProto(request);
        ASSERT_TRUE(command) << oneof->field(i)->name();
        EXPECT_EQ(nameOfCommand(request), oneof->field(i)->name());
        const auto back = toProto(*command);
        std::string difference;
        google::protobuf::util::MessageDifferencer compare;
        compare.ReportDifferencesToString(&difference);
        EXPECT_TRUE(compare.Compare(request, back))
            << oneof->field(i)->name() << ": " << difference;
    }
}

TEST(CommandCodec, AbsentFieldsTakeTheDomainsDefaults) {
    v1::CommandRequest request;
    request.mutable_create_conference()->set_conference("c");
    auto conferenceCommand = [&] { return std::get<conference::Command>(*fromProto(request)); };
    const auto create = std::get<conference::CreateConference>(conferenceCommand());
    EXPECT_EQ(create.width, 1280);
    EXPECT_EQ(create.layout, "2x2");
    EXPECT_EQ(create.maxOwnViews, 4);
    EXPECT_EQ(create.encryption, media::Encryption::preferred);
    request.mutable_poll();
    EXPECT_EQ(std::get<conference::Poll>(conferenceCommand()).each, std::chrono::seconds(10));
}

TEST(CommandCodec, RefusesWhatNoEnumerationHas) {
    v1::CommandRequest request;
    EXPECT_EQ(fromProto(request).error().id, "request.no-command");
    request.mutable_set_channel();
    EXPECT_EQ(fromProto(request).error().id, "request.bad-value");
    request.mutable_create_conference()->set_encryption(static_cast<v1::Encryption>(77));
    EXPECT_EQ(fromProto(request).error().id, "request.bad-value");
    request.mutable_poll()->set_each_ms(-1);
    EXPECT_EQ(fromProto(request).error().id, "request.bad-value");
    request.mutable_cascade_policy();
    EXPECT_EQ(fromProto(request).error().id, "request.bad-value");
    request.mutable_cascade_policy()->set_policy(static_cast<v1::Policy>(9));
    EXPECT_EQ(fromProto(request).error().id, "request.bad-value");
}

TEST(CommandCodec, RefusesWordsNoTechnicianCouldRead) {
    v1::CommandRequest request;
    request.mutable_say();
    EXPECT_EQ(fromProto(request).error().message, "the message has no text");
    request.mutable_say()->set_text(std::string(1001, 'x'));
    EXPECT_EQ(fromProto(request).error().message, "the message is longer than 1000 bytes");
    request.mutable_say()->set_text("clear \x1B[2J");
    EXPECT_EQ(fromProto(request).error().message, "the message has control characters");
    request.mutable_cascade_hold()->set_reason("a\nb");
    EXPECT_EQ(fromProto(request).error().message, "the reason has control characters");
    request.mutable_say()->set_text("Chuẩn bị xã Chiềng Sơn");
    EXPECT_TRUE(fromProto(request));
}

}  // namespace
}  // namespace mcu::control

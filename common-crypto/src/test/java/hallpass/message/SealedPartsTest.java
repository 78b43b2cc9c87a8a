package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.wire.Layout.FieldInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedPartsTest {
    @ParameterizedTest
    @EnumSource
    void listsPartsInFieldOrder(MessageType type) {
        List<String> sealed = type.layout().fields().stream()
                .map(FieldInfo::type)
                .filter(ParameterizedType.class::isInstance)
                .map(ParameterizedType.class::cast)
                .filter(field -> field.getRawType() == Sealed.class)
                .map(field -> partName(field.getActualTypeArguments()[0]))
                .toList();
        assertThat(SealedParts.of(type).stream().map(PartType::name).toList()).isEqualTo(sealed);
    }

    private static String partName(Type record) {
        for (java.lang.reflect.Field constant : ((Class<?>) record).getFields()) {
            if (constant.getType() == PartType.class) {
                try {
                    return ((PartType<?>) constant.get(null)).name();
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError(record + " is no part");
    }
}
